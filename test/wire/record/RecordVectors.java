// Records what Apache RocketMQ itself puts on the wire and on disk, for test/wire/*.test.ts. No part of the product.
//
//   LIB=/path/to/the/jars/of/rocketmq-5.3.3
//   java -Duser.timezone=Asia/Shanghai -cp "$LIB/*" test/wire/record/RecordVectors.java test/wire/vectors
//
// With --check FILE instead of the folder it reads bodies that our engine wrote ({class: json text}), lets RocketMQ
// decode and encode them again, and prints both where they differ:
//
//   VECTORS_OUT=/tmp/ours.json npx vitest run test/wire/bodies.test.ts
//   java -cp "$LIB/*" test/wire/record/RecordVectors.java --check /tmp/ours.json
import com.alibaba.fastjson.JSON;
import com.alibaba.fastjson.serializer.SerializerFeature;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.rocketmq.broker.subscription.SubscriptionGroupManager;
import org.apache.rocketmq.common.MQVersion;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.message.*;
import org.apache.rocketmq.remoting.CommandCustomHeader;
import org.apache.rocketmq.remoting.protocol.*;
import org.apache.rocketmq.remoting.protocol.body.*;
import org.apache.rocketmq.remoting.protocol.heartbeat.SubscriptionData;
import org.apache.rocketmq.remoting.protocol.route.*;
import org.apache.rocketmq.remoting.protocol.subscription.*;
import org.apache.rocketmq.remoting.rpc.RpcRequestHeader;
import org.apache.rocketmq.store.MessageExtEncoder;
import org.apache.rocketmq.store.config.MessageStoreConfig;
import org.apache.rocketmq.store.timer.TimerCheckpoint;

public class RecordVectors {
    static final String HEADERS = "org.apache.rocketmq.remoting.protocol.header.";

    /** Request code name, request header, response header; "-" where there is none. */
    static final String[] APIS = {
        "SEND_MESSAGE SendMessageRequestHeader SendMessageResponseHeader",
        "SEND_MESSAGE_V2 SendMessageRequestHeaderV2 SendMessageResponseHeader",
        "SEND_BATCH_MESSAGE SendMessageRequestHeaderV2 SendMessageResponseHeader",
        "CONSUMER_SEND_MSG_BACK ConsumerSendMsgBackRequestHeader -",
        "PULL_MESSAGE PullMessageRequestHeader PullMessageResponseHeader",
        "LITE_PULL_MESSAGE PullMessageRequestHeader PullMessageResponseHeader",
        "GET_MAX_OFFSET GetMaxOffsetRequestHeader GetMaxOffsetResponseHeader",
        "GET_MIN_OFFSET GetMinOffsetRequestHeader GetMinOffsetResponseHeader",
        "SEARCH_OFFSET_BY_TIMESTAMP SearchOffsetRequestHeader SearchOffsetResponseHeader",
        "GET_EARLIEST_MSG_STORETIME GetEarliestMsgStoretimeRequestHeader GetEarliestMsgStoretimeResponseHeader",
        "VIEW_MESSAGE_BY_ID ViewMessageRequestHeader -",
        "QUERY_MESSAGE QueryMessageRequestHeader QueryMessageResponseHeader",
        "QUERY_CONSUME_QUEUE QueryConsumeQueueRequestHeader -",
        "QUERY_CONSUMER_OFFSET QueryConsumerOffsetRequestHeader QueryConsumerOffsetResponseHeader",
        "UPDATE_CONSUMER_OFFSET UpdateConsumerOffsetRequestHeader -",
        "GET_ALL_CONSUMER_OFFSET - -",
        "GET_ALL_DELAY_OFFSET - -",
        "INVOKE_BROKER_TO_RESET_OFFSET ResetOffsetRequestHeader -",
        "RESET_CONSUMER_CLIENT_OFFSET ResetOffsetRequestHeader -",
        "INVOKE_BROKER_TO_GET_CONSUMER_STATUS GetConsumerStatusRequestHeader -",
        "GET_CONSUMER_STATUS_FROM_CLIENT GetConsumerStatusRequestHeader -",
        "CLONE_GROUP_OFFSET CloneGroupOffsetRequestHeader -",
        "QUERY_CORRECTION_OFFSET QueryCorrectionOffsetHeader -",
        "QUERY_CONSUME_TIME_SPAN QueryConsumeTimeSpanRequestHeader -",
        "HEART_BEAT HeartbeatRequestHeader -",
        "UNREGISTER_CLIENT UnregisterClientRequestHeader -",
        "CHECK_CLIENT_CONFIG - -",
        "GET_CONSUMER_LIST_BY_GROUP GetConsumerListByGroupRequestHeader -",
        "LOCK_BATCH_MQ LockBatchMqRequestHeader -",
        "UNLOCK_BATCH_MQ UnlockBatchMqRequestHeader -",
        "QUERY_ASSIGNMENT - -",
        "SET_MESSAGE_REQUEST_MODE - -",
        "NOTIFY_CONSUMER_IDS_CHANGED NotifyConsumerIdsChangedRequestHeader -",
        "GET_CONSUMER_RUNNING_INFO GetConsumerRunningInfoRequestHeader -",
        "CONSUME_MESSAGE_DIRECTLY ConsumeMessageDirectlyResultRequestHeader -",
        "GET_ROUTEINFO_BY_TOPIC namesrv.GetRouteInfoRequestHeader -",
        "GET_BROKER_CLUSTER_INFO - -",
        "GET_ALL_TOPIC_LIST_FROM_NAMESERVER - -",
        "GET_TOPICS_BY_CLUSTER GetTopicsByClusterRequestHeader -",
        "GET_SYSTEM_TOPIC_LIST_FROM_NS - -",
        "GET_UNIT_TOPIC_LIST - -",
        "GET_HAS_UNIT_SUB_TOPIC_LIST - -",
        "GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST - -",
        "WIPE_WRITE_PERM_OF_BROKER namesrv.WipeWritePermOfBrokerRequestHeader namesrv.WipeWritePermOfBrokerResponseHeader",
        "ADD_WRITE_PERM_OF_BROKER namesrv.AddWritePermOfBrokerRequestHeader namesrv.AddWritePermOfBrokerResponseHeader",
        "DELETE_TOPIC_IN_NAMESRV namesrv.DeleteTopicFromNamesrvRequestHeader -",
        "REGISTER_TOPIC_IN_NAMESRV namesrv.RegisterTopicRequestHeader -",
        "PUT_KV_CONFIG namesrv.PutKVConfigRequestHeader -",
        "GET_KV_CONFIG namesrv.GetKVConfigRequestHeader namesrv.GetKVConfigResponseHeader",
        "DELETE_KV_CONFIG namesrv.DeleteKVConfigRequestHeader -",
        "GET_KVLIST_BY_NAMESPACE namesrv.GetKVListByNamespaceRequestHeader -",
        "UPDATE_NAMESRV_CONFIG - -",
        "GET_NAMESRV_CONFIG - -",
        "REGISTER_BROKER namesrv.RegisterBrokerRequestHeader namesrv.RegisterBrokerResponseHeader",
        "UNREGISTER_BROKER namesrv.UnRegisterBrokerRequestHeader -",
        "QUERY_DATA_VERSION namesrv.QueryDataVersionRequestHeader namesrv.QueryDataVersionResponseHeader",
        "BROKER_HEARTBEAT namesrv.BrokerHeartbeatRequestHeader -",
        "GET_BROKER_MEMBER_GROUP GetBrokerMemberGroupRequestHeader -",
        "NOTIFY_MIN_BROKER_ID_CHANGE NotifyMinBrokerIdChangeRequestHeader -",
        "EXCHANGE_BROKER_HA_INFO ExchangeHAInfoRequestHeader ExchangeHAInfoResponseHeader",
        "GET_BROKER_HA_STATUS - -",
        "RESET_MASTER_FLUSH_OFFSET ResetMasterFlushOffsetHeader -",
        "GET_TIMER_CHECK_POINT - -",
        "GET_TIMER_METRICS - -",
        "GET_ALL_MESSAGE_REQUEST_MODE - -",
        "UPDATE_AND_CREATE_TOPIC CreateTopicRequestHeader -",
        "UPDATE_AND_CREATE_TOPIC_LIST CreateTopicListRequestHeader -",
        "DELETE_TOPIC_IN_BROKER DeleteTopicRequestHeader -",
        "GET_ALL_TOPIC_CONFIG - -",
        "GET_TOPIC_CONFIG GetTopicConfigRequestHeader -",
        "GET_SYSTEM_TOPIC_LIST_FROM_BROKER - -",
        "GET_TOPIC_STATS_INFO GetTopicStatsInfoRequestHeader -",
        "QUERY_TOPIC_CONSUME_BY_WHO QueryTopicConsumeByWhoRequestHeader -",
        "CLEAN_UNUSED_TOPIC - -",
        "CLEAN_EXPIRED_CONSUMEQUEUE - -",
        "DELETE_EXPIRED_COMMITLOG - -",
        "UPDATE_AND_CREATE_SUBSCRIPTIONGROUP - -",
        "UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST - -",
        "GET_ALL_SUBSCRIPTIONGROUP_CONFIG - -",
        "GET_SUBSCRIPTIONGROUP_CONFIG GetSubscriptionGroupConfigRequestHeader -",
        "DELETE_SUBSCRIPTIONGROUP DeleteSubscriptionGroupRequestHeader -",
        "UPDATE_AND_GET_GROUP_FORBIDDEN UpdateGroupForbiddenRequestHeader -",
        "GET_CONSUME_STATS GetConsumeStatsRequestHeader -",
        "GET_BROKER_CONSUME_STATS GetConsumeStatsInBrokerHeader -",
        "GET_CONSUMER_CONNECTION_LIST GetConsumerConnectionListRequestHeader -",
        "GET_PRODUCER_CONNECTION_LIST GetProducerConnectionListRequestHeader -",
        "GET_ALL_PRODUCER_INFO GetAllProducerInfoRequestHeader -",
        "QUERY_TOPICS_BY_CONSUMER QueryTopicsByConsumerRequestHeader -",
        "QUERY_SUBSCRIPTION_BY_CONSUMER QuerySubscriptionByConsumerRequestHeader -",
        "GET_BROKER_CONFIG - GetBrokerConfigResponseHeader",
        "UPDATE_BROKER_CONFIG - -",
        "GET_BROKER_RUNTIME_INFO - -",
        "VIEW_BROKER_STATS_DATA ViewBrokerStatsDataRequestHeader -",
        "END_TRANSACTION EndTransactionRequestHeader -",
        "CHECK_TRANSACTION_STATE CheckTransactionStateRequestHeader -",
    };

    /** Entries that are no field of a header class: name and value by operation and direction. */
    static final String[][] EXTRAS = {
        {"QUERY_MESSAGE", "request", "_UNIQUE_KEY_QUERY", "true"},
        {"GET_ROUTEINFO_BY_TOPIC", "request", "__ZONE_MODE", "true"},
        {"GET_ROUTEINFO_BY_TOPIC", "request", "__ZONE_NAME", "zone-1"},
        {"REGISTER_BROKER", "request", "__ZONE_NAME", "zone-1"},
        {"SEND_MESSAGE", "response", "MSG_REGION", "DefaultRegion"},
        {"SEND_MESSAGE", "response", "TRACE_ON", "true"},
        {"SEND_MESSAGE_V2", "response", "MSG_REGION", "DefaultRegion"},
        {"SEND_MESSAGE_V2", "response", "TRACE_ON", "false"},
        {"SEND_BATCH_MESSAGE", "response", "MSG_REGION", "DefaultRegion"},
        {"SEND_BATCH_MESSAGE", "response", "TRACE_ON", "true"},
        {"HEART_BEAT", "response", "IS_SUPPORT_HEART_BEAT_V2", "true"},
        {"HEART_BEAT", "response", "IS_SUB_CHANGE", "false"},
    };

    static final String P = "org.apache.rocketmq.remoting.protocol.";

    static final String[] BODIES = {
        P + "body.GetBrokerMemberGroupResponseBody", P + "body.BrokerStatsData", P + "body.CheckClientRequestBody",
        P + "body.ClusterInfo", P + "body.ConsumeMessageDirectlyResult", P + "admin.ConsumeStats",
        P + "body.ConsumeStatsList", P + "body.QueryConsumeTimeSpanBody", P + "body.ConsumerConnection",
        P + "header.GetConsumerListByGroupResponseBody", P + "body.ConsumerOffsetSerializeWrapper",
        P + "body.ConsumerRunningInfo", P + "body.GetConsumerStatusBody", P + "body.QueryCorrectionOffsetBody",
        P + "DataVersion", "org.apache.rocketmq.broker.schedule.DelayOffsetSerializeWrapper",
        P + "subscription.GroupForbidden", P + "body.GroupList", P + "body.HARuntimeInfo",
        P + "heartbeat.HeartbeatData", P + "body.KVTable", P + "body.LockBatchRequestBody",
        P + "body.LockBatchResponseBody", P + "body.MessageRequestModeSerializeWrapper",
        P + "body.ProducerConnection", P + "body.ProducerTableInfo", P + "body.QueryAssignmentRequestBody",
        P + "body.QueryAssignmentResponseBody", P + "body.QueryConsumeQueueResponseBody",
        P + "body.QuerySubscriptionResponseBody", P + "body.RegisterBrokerBody", P + "body.ResetOffsetBody",
        P + "body.ResetOffsetBodyForC", P + "body.SetMessageRequestModeRequestBody",
        P + "subscription.SubscriptionGroupConfig", P + "body.SubscriptionGroupList",
        "org.apache.rocketmq.store.timer.TimerMetrics$TimerMetricsSerializeWrapper",
        P + "statictopic.TopicConfigAndQueueMapping", P + "body.CreateTopicListRequestBody",
        P + "body.TopicConfigAndMappingSerializeWrapper", P + "body.TopicList", P + "route.TopicRouteData",
        P + "admin.TopicStatsTable", P + "body.TopicConfigSerializeWrapper", P + "body.UnlockBatchRequestBody",
    };

    public static void main(String[] args) throws Exception {
        if (args[0].equals("--check")) {
            check(Path.of(args[1]));
            return;
        }
        System.setProperty(RemotingCommand.REMOTING_VERSION_KEY, String.valueOf(MQVersion.CURRENT_VERSION));
        Path out = Path.of(args[0]);
        write(out.resolve("headers.json"), "vectors", headers());
        write(out.resolve("bodies.json"), "vectors", bodies());
        write(out.resolve("messages.json"), "vectors", messages());
    }

    static void write(Path file, String name, Object vectors) throws Exception {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", "5.3.3");
        root.put("how", "java -cp 'LIB/*' test/wire/record/RecordVectors.java test/wire/vectors");
        root.put(name, vectors);
        Files.writeString(file, com.alibaba.fastjson2.JSON.toJSONString(root,
            com.alibaba.fastjson2.JSONWriter.Feature.PrettyFormat).replace("\t", "  ") + "\n");
    }

    // Headers ---------------------------------------------------------------------------------------------------------

    static List<Object> headers() throws Exception {
        List<Object> vectors = new ArrayList<>();
        for (String line : APIS) {
            String[] words = line.split(" ");
            int code = RequestCode.class.getField(words[0]).getInt(null);
            vectors.add(frame(words[0], "request", () -> RemotingCommand.createRequestCommand(code,
                words[1].equals("-") ? null : header(words[1], words[0]))));
            if (words[2].equals("-") && !hasExtra(words[0])) continue;
            vectors.add(frame(words[0], "response", () -> words[2].equals("-")
                ? RemotingCommand.createResponseCommand(0, null)
                : RemotingCommand.createResponseCommandWithHeader(0, header(words[2], words[0]))));
        }
        return vectors;
    }

    static boolean hasExtra(String api) {
        for (String[] extra : EXTRAS) if (extra[0].equals(api) && extra[1].equals("response")) return true;
        return false;
    }

    static CommandCustomHeader header(String name, String api) throws Exception {
        Object header = Class.forName(HEADERS + name).getDeclaredConstructor().newInstance();
        int n = 0;
        for (Field field : header.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())) continue;
            field.setAccessible(true);
            field.set(header, headerValue(field, ++n));
        }
        if (header instanceof RpcRequestHeader && (api.equals("SEND_MESSAGE") || api.equals("CHECK_TRANSACTION_STATE"))) {
            ((RpcRequestHeader) header).setBrokerName("broker-a");
        }
        return (CommandCustomHeader) header;
    }

    static Object headerValue(Field field, int n) {
        Class<?> type = field.getType();
        String name = field.getName();
        if (name.equals("properties") || name.equals("i")) return "KEYS\u0001k1\u0002TAGS\u0001TagA\u0002";
        if (type == String.class) return name + "-\"\u503c/" + n;
        if (type == int.class || type == Integer.class) return 40 + n;
        if (type == long.class || type == Long.class) return name.equals("endTimestamp") ? Long.MAX_VALUE : 1700000000000L + n;
        if (type == boolean.class || type == Boolean.class) return n % 2 == 0;
        if (type.isEnum()) return type.getEnumConstants()[1];
        throw new IllegalStateException(field.toString());
    }

    /** A command is made anew for each form: encoding leaves its fields behind in the command. */
    static Map<String, Object> frame(String api, String part, Callable<RemotingCommand> make) throws Exception {
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("api", api);
        vector.put("part", part);
        RemotingCommand command = prepare(api, part, make.call(), SerializeType.JSON);
        byte[] json = netty(command);
        vector.put("code", command.getCode());
        vector.put("json", new String(json, 8, json.length - 8, StandardCharsets.UTF_8));
        vector.put("rocketmq", hex(netty(prepare(api, part, make.call(), SerializeType.ROCKETMQ))));
        vector.put("ext", command.getExtFields() == null ? Map.of() : new TreeMap<>(command.getExtFields()));
        return vector;
    }

    static RemotingCommand prepare(String api, String part, RemotingCommand command, SerializeType type) {
        command.setOpaque(7);
        command.setSerializeTypeCurrentRPC(type);
        for (String[] extra : EXTRAS) {
            if (extra[0].equals(api) && extra[1].equals(part)) command.addExtField(extra[2], extra[3]);
        }
        return command;
    }

    /** As Java's encoder in the channel pipeline does. */
    static byte[] netty(RemotingCommand command) {
        ByteBuf buffer = Unpooled.buffer();
        command.fastEncodeHeader(buffer);
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    // Bodies ----------------------------------------------------------------------------------------------------------

    static int counter;

    static List<Object> bodies() throws Exception {
        List<Object> vectors = new ArrayList<>();
        for (String name : BODIES) {
            Class<?> type = Class.forName(name);
            counter = 0;
            Object full = make(type, Map.of());
            vectors.add(body(type.getSimpleName(), "every member set", full));
            if (hasPlainConstructor(type)) vectors.add(body(type.getSimpleName(), "as constructed", fixTimes(type.getDeclaredConstructor().newInstance())));
        }
        vectors.add(body("SubscriptionGroupWrapper", "as the broker answers it", groupManager()));
        TopicRouteData route = route();
        Map<String, Object> strict = body("TopicRouteData", "for clients that want standard JSON", route);
        strict.put("text", JSON.toJSONString(route, SerializerFeature.BrowserCompatible,
            SerializerFeature.QuoteFieldNames, SerializerFeature.SkipTransientField, SerializerFeature.MapSortField));
        vectors.add(strict);
        vectors.add(body("TopicRouteData", "two brokers", route));
        GetConsumerStatusBody status = new GetConsumerStatusBody();
        Map<MessageQueue, Long> offsets = new HashMap<>();
        offsets.put(new MessageQueue("T", "broker-a", 1), 5L);
        status.setMessageQueueTable(offsets);
        status.getConsumerTable().put("client", offsets);
        vectors.add(body("GetConsumerStatusBody", "one instance twice: $ref", status));
        QueryCorrectionOffsetBody correction = new QueryCorrectionOffsetBody();
        correction.setCorrectionOffsets(new HashMap<>(Map.of(0, Long.MAX_VALUE)));
        vectors.add(body("QueryCorrectionOffsetBody", "no group holds an offset", correction));
        KVTable table = new KVTable();
        table.setTable(new HashMap<>(Map.of("k", "a/\u007f\u0085\u2028\ud83d\ude00\u0001\t'\"\\\u000b\u4e2d\u00e9")));
        vectors.add(body("KVTable", "characters", table));
        vectors.add(pretty("TopicConfigSerializeWrapper", topics()));
        vectors.add(pretty("SubscriptionGroupWrapper", groupManager()));
        ConsumerOffsetSerializeWrapper consumerOffsets = new ConsumerOffsetSerializeWrapper();
        consumerOffsets.setOffsetTable(new ConcurrentHashMap<>(Map.of("T@g", new ConcurrentHashMap<>(Map.of(0, 5L, 1, 7L)))));
        vectors.add(pretty("ConsumerOffsetSerializeWrapper", consumerOffsets));
        vectors.add(compressedRegistration());
        return vectors;
    }

    static Map<String, Object> body(String name, String meaning, Object value) {
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("body", name);
        vector.put("meaning", meaning);
        vector.put("text", new String(encode(value), StandardCharsets.UTF_8));
        return vector;
    }

    static byte[] encode(Object value) {
        return value instanceof SubscriptionGroupManager
            ? ((SubscriptionGroupManager) value).encode(false).getBytes(StandardCharsets.UTF_8)
            : RemotingSerializable.encode(value);
    }

    static Map<String, Object> pretty(String name, Object value) {
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("body", name);
        vector.put("meaning", "configuration file");
        vector.put("text", value instanceof SubscriptionGroupManager
            ? ((SubscriptionGroupManager) value).encode(true) : RemotingSerializable.toJson(value, true));
        return vector;
    }

    static SubscriptionGroupManager groupManager() throws Exception {
        SubscriptionGroupManager manager = new SubscriptionGroupManager();
        manager.getSubscriptionGroupTable().clear();
        counter = 0;
        SubscriptionGroupConfig group = (SubscriptionGroupConfig) make(SubscriptionGroupConfig.class, Map.of());
        group.setSubscriptionDataSet(null);
        group.setGroupRetryPolicy(new GroupRetryPolicy());
        manager.getSubscriptionGroupTable().put(group.getGroupName(), group);
        manager.getForbiddenTable().put("g", new ConcurrentHashMap<>(Map.of("T", 4)));
        fixVersion(manager.getDataVersion());
        return manager;
    }

    static TopicConfigSerializeWrapper topics() {
        TopicConfigSerializeWrapper wrapper = new TopicConfigSerializeWrapper();
        TopicConfig topic = new TopicConfig("TopicTest", 8, 8, 6);
        topic.getAttributes().put("message.type", "FIFO");
        wrapper.getTopicConfigTable().put("TopicTest", topic);
        fixVersion(wrapper.getDataVersion());
        return wrapper;
    }

    static TopicRouteData route() {
        TopicRouteData route = new TopicRouteData();
        for (String name : new String[] {"broker-a", "broker-b"}) {
            QueueData queue = new QueueData();
            queue.setBrokerName(name);
            queue.setReadQueueNums(8);
            queue.setWriteQueueNums(4);
            queue.setPerm(6);
            route.getQueueDatas().add(queue);
            HashMap<Long, String> addresses = new HashMap<>(Map.of(0L, "10.0.0.1:10911", 1L, "10.0.0.2:10911"));
            route.getBrokerDatas().add(new BrokerData("\u4e2d/Cluster", name, addresses));
        }
        return route;
    }

    static Map<String, Object> compressedRegistration() throws Exception {
        RegisterBrokerBody body = new RegisterBrokerBody();
        TopicConfigAndMappingSerializeWrapper wrapper = new TopicConfigAndMappingSerializeWrapper();
        wrapper.getTopicConfigTable().putAll(topics().getTopicConfigTable());
        fixVersion(wrapper.getDataVersion());
        fixVersion(wrapper.getMappingDataVersion());
        counter = 0;
        wrapper.getTopicQueueMappingInfoMap().put("static", (org.apache.rocketmq.remoting.protocol.statictopic.TopicQueueMappingInfo)
            make(org.apache.rocketmq.remoting.protocol.statictopic.TopicQueueMappingInfo.class, Map.of()));
        body.setTopicConfigSerializeWrapper(wrapper);
        body.setFilterServerList(new ArrayList<>(List.of("filter-1")));
        Map<String, Object> vector = body("RegisterBrokerBody", "the same, not compressed", body);
        vector.put("meaning", "compressed");
        vector.put("hex", hex(body.encode(true)));
        return vector;
    }

    /** An instance whose every field holds a value of its own; collections hold one element. */
    static Object make(Type type, Map<String, Type> variables) throws Exception {
        int n = ++counter;
        if (type instanceof TypeVariable) return make(variables.get(((TypeVariable<?>) type).getName()), variables);
        Class<?> raw = (Class<?>) (type instanceof ParameterizedType ? ((ParameterizedType) type).getRawType() : type);
        if (raw == String.class) return "text-" + n;
        if (raw == int.class || raw == Integer.class) return 100 + n;
        if (raw == long.class || raw == Long.class) return 1700000000000L + n;
        if (raw == double.class || raw == Double.class) return n + 0.5;
        if (raw == boolean.class || raw == Boolean.class) return true;
        if (raw == AtomicLong.class) return new AtomicLong(n);
        if (raw == long[].class) return new long[] {n, n + 1};
        if (raw.isEnum()) return raw.getEnumConstants()[1];
        if (raw == Properties.class) {
            Properties properties = new Properties();
            properties.put("name-" + n, "value-" + n);
            return properties;
        }
        if (Map.class.isAssignableFrom(raw)) {
            Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
            Map<Object, Object> map = instance(raw, ConcurrentMap.class.isAssignableFrom(raw) ? ConcurrentHashMap.class : HashMap.class);
            map.put(make(arguments[0], variables), make(arguments[1], variables));
            return map;
        }
        if (Collection.class.isAssignableFrom(raw)) {
            Collection<Object> list = instance(raw, Set.class.isAssignableFrom(raw) ? HashSet.class : ArrayList.class);
            list.add(make(((ParameterizedType) type).getActualTypeArguments()[0], variables));
            return list;
        }
        if (raw == MessageQueue.class) return new MessageQueue("topic-" + n, "broker-" + n, n);
        Object value = construct(raw, variables);
        for (Class<?> at = raw; at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) || Modifier.isTransient(field.getModifiers())) continue;
                if (field.getType() == Random.class) continue;
                field.setAccessible(true);
                Object made = make(field.getGenericType(), variables);
                if (field.getType() == boolean.class && field.getBoolean(value)) made = false;
                field.set(value, made);
            }
        }
        return value;
    }

    static Object construct(Class<?> raw, Map<String, Type> variables) throws Exception {
        if (hasPlainConstructor(raw)) return raw.getDeclaredConstructor().newInstance();
        java.lang.reflect.Constructor<?> constructor = raw.getDeclaredConstructors()[0];
        List<Object> arguments = new ArrayList<>();
        for (Type each : constructor.getGenericParameterTypes()) arguments.add(make(each, variables));
        return constructor.newInstance(arguments.toArray());
    }

    static boolean hasPlainConstructor(Class<?> raw) {
        for (java.lang.reflect.Constructor<?> each : raw.getDeclaredConstructors()) if (each.getParameterCount() == 0) return true;
        return false;
    }

    @SuppressWarnings("unchecked")
    static <T> T instance(Class<?> raw, Class<?> standard) throws Exception {
        return (T) (raw.isInterface() ? standard : raw).getDeclaredConstructor().newInstance();
    }

    /** Constructors that ask the clock would make every recording different. */
    static Object fixTimes(Object value) throws Exception {
        for (Class<?> at = value.getClass(); at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) continue;
                field.setAccessible(true);
                Object member = field.get(value);
                if (member instanceof DataVersion) fixVersion((DataVersion) member);
                else if (member instanceof RemotingSerializable) fixTimes(member);
            }
        }
        if (value instanceof DataVersion) fixVersion((DataVersion) value);
        return value;
    }

    static void fixVersion(DataVersion version) {
        version.setStateVersion(0);
        version.setTimestamp(1700000000000L);
        version.setCounter(new AtomicLong(3));
    }

    /** Lets RocketMQ read what our engine wrote. */
    static void check(Path file) throws Exception {
        Map<String, Object> ours = com.alibaba.fastjson2.JSON.parseObject(Files.readString(file));
        int bad = 0;
        for (Map.Entry<String, Object> entry : ours.entrySet()) {
            String name = entry.getKey().split("#")[0];
            String full = name.equals("SubscriptionGroupWrapper") ? P + "body.SubscriptionGroupWrapper" : null;
            for (String each : BODIES) if (each.endsWith("." + name) || each.endsWith("$" + name)) full = each;
            String text = (String) entry.getValue();
            Object value = RemotingSerializable.decode(text.getBytes(StandardCharsets.UTF_8), Class.forName(full));
            String again = new String(RemotingSerializable.encode(value), StandardCharsets.UTF_8);
            Object a = com.alibaba.fastjson.JSON.parse(again);
            Object b = com.alibaba.fastjson.JSON.parse(text);
            boolean isSame = again.equals(text) || a.toString().equals(b.toString()) || a.equals(b);
            if (!isSame) {
                bad++;
                System.out.println(entry.getKey() + "\n  ours " + text + "\n  java " + again);
            }
        }
        System.out.println(ours.size() + " bodies, " + bad + " differ");
    }

    // Records, batches, ids -------------------------------------------------------------------------------------------

    static List<Object> messages() throws Exception {
        List<Object> vectors = new ArrayList<>();
        InetSocketAddress ipv4Born = new InetSocketAddress("10.0.0.1", 50000);
        InetSocketAddress ipv4Store = new InetSocketAddress("10.0.0.2", 10911);
        InetSocketAddress ipv6Born = new InetSocketAddress(InetAddress.getByName("fd00::1"), 50001);
        InetSocketAddress ipv6Store = new InetSocketAddress(InetAddress.getByName("2001:db8::ff00:42:8329"), 10911);
        vectors.add(record("version 1, IPv4", ipv4Born, ipv4Store));
        vectors.add(record("version 1, IPv6 producer", ipv6Born, ipv4Store));
        vectors.add(record("version 1, IPv6 broker", ipv4Born, ipv6Store));
        vectors.add(record("version 1, IPv6 both", ipv6Born, ipv6Store));
        vectors.add(storeRecord("version 2, long retry topic", "%RETRY%" + "g".repeat(180), MessageVersion.MESSAGE_VERSION_V2, ipv4Born, ipv4Store));
        vectors.add(storeRecord("version 1, as the store encodes it", "TopicTest", MessageVersion.MESSAGE_VERSION_V1, ipv6Born, ipv4Store));
        List<Message> batch = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Message message = new Message("T", "", "", i == 2 ? new byte[0] : ("body " + i).getBytes());
            message.setFlag(i);
            if (i == 1) message.putUserProperty("name", "\u503c");
            batch.add(message);
        }
        vectors.add(one("batch", "three messages: flags 0 1 2, the last without body", hex(MessageDecoder.encodeMessages(batch))));
        for (String properties : new String[] {
            "A\u00011\u0002B\u00012\u0002", "A\u00011\u0002B\u00012", "A\u0001\u0002\u0001b\u0002C\u00011\u0002C\u00012\u0002D\u0001x\u0001y\u0002\u0002ab\u0002EE\u0001z", ""}) {
            Map<String, Object> vector = one("properties", "as Java reads it", hex(properties.getBytes(StandardCharsets.UTF_8)));
            vector.put("values", new TreeMap<>(MessageDecoder.string2messageProperties(properties)));
            vectors.add(vector);
        }
        Map<String, Object> id = one("offset id", "10.0.0.2:10911 at 4096", MessageDecoder.createMessageId(ipv4Store, 4096));
        id.put("host", "10.0.0.2");
        id.put("port", 10911);
        id.put("logOffset", 4096L);
        vectors.add(id);
        id = one("offset id", "IPv6", MessageDecoder.createMessageId(ipv6Store, 1L << 40));
        id.put("host", MessageDecoder.decodeMessageId((String) id.get("hex")).getAddress().toString().replaceAll("^.*/\\[?([0-9a-f:]*)\\]?:\\d+$", "$1"));
        id.put("port", 10911);
        id.put("logOffset", 1L << 40);
        vectors.add(id);
        String unique = MessageClientIDSetter.createUniqID();
        Thread.sleep(5);
        Map<String, Object> uniqueId = one("unique id", "made in " + TimeZone.getDefault().getID(), unique);
        uniqueId.put("nowMs", System.currentTimeMillis());
        uniqueId.put("utcOffsetMs", TimeZone.getDefault().getOffset(System.currentTimeMillis()));
        uniqueId.put("bornMs", MessageClientIDSetter.getNearlyTimeFromID(unique).getTime());
        uniqueId.put("processId", MessageClientIDSetter.getPidFromID(unique));
        uniqueId.put("host", MessageClientIDSetter.getIPStrFromID(unique));
        vectors.add(uniqueId);
        for (String expression : new String[] {"*", "TagA || TagB", "A||B|| ", " || ", "A | B", "polygenelubricants || \u4e2d"}) {
            SubscriptionData subscription = org.apache.rocketmq.remoting.protocol.filter.FilterAPI.buildSubscriptionData("T", expression);
            Map<String, Object> vector = one("tags", expression, "");
            vector.put("tags", new TreeSet<>(subscription.getTagsSet()));
            vector.put("codes", new TreeSet<>(subscription.getCodeSet()));
            vectors.add(vector);
        }
        TimerCheckpoint checkpoint = new TimerCheckpoint();
        checkpoint.setLastReadTimeMs(1700000000001L);
        checkpoint.setLastTimerLogFlushPos(2);
        checkpoint.setLastTimerQueueOffset(3);
        checkpoint.setMasterTimerQueueOffset(4);
        checkpoint.getDataVersion().setStateVersion(5);
        checkpoint.getDataVersion().setTimestamp(1700000000006L);
        checkpoint.getDataVersion().setCounter(new AtomicLong(7));
        vectors.add(one("timer checkpoint", "1700000000001 2 3 4, version 5 1700000000006 7", hex(TimerCheckpoint.encode(checkpoint).array())));
        return vectors;
    }

    static Map<String, Object> one(String kind, String meaning, String hex) {
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("kind", kind);
        vector.put("meaning", meaning);
        vector.put("hex", hex);
        return vector;
    }

    static <M extends MessageExt> M fill(M message, String topic, InetSocketAddress born, InetSocketAddress store) {
        message.setTopic(topic);
        message.setBody("hello \u4e2d".getBytes(StandardCharsets.UTF_8));
        message.setBodyCRC(org.apache.rocketmq.common.UtilAll.crc32(message.getBody()));
        message.setQueueId(3);
        message.setFlag(9);
        message.setQueueOffset(7);
        message.setCommitLogOffset(4096);
        message.setSysFlag(0x100 | 0x8);
        message.setBornTimestamp(1700000000000L);
        message.setBornHost(born);
        message.setStoreTimestamp(1700000000123L);
        message.setStoreHost(store);
        message.setReconsumeTimes(2);
        message.setPreparedTransactionOffset(1024);
        message.setTags("TagA");
        message.setKeys("k1 k2");
        if (born.getAddress().getAddress().length == 16) message.setBornHostV6Flag();
        if (store.getAddress().getAddress().length == 16) message.setStoreHostAddressV6Flag();
        return message;
    }

    static Map<String, Object> record(String meaning, InetSocketAddress born, InetSocketAddress store) throws Exception {
        MessageExt message = fill(new MessageExt(), "TopicTest", born, store);
        return describe(one("record", meaning, hex(MessageDecoder.encode(message, false))), message);
    }

    /** The store fills in offsets and store time later, so they are 0 here. */
    static Map<String, Object> storeRecord(String meaning, String topic, MessageVersion version, InetSocketAddress born, InetSocketAddress store) throws Exception {
        MessageExtBrokerInner message = fill(new MessageExtBrokerInner(), topic, born, store);
        message.setVersion(version);
        message.setPropertiesString(MessageDecoder.messageProperties2String(message.getProperties()));
        MessageExtEncoder encoder = new MessageExtEncoder(4 * 1024 * 1024, new MessageStoreConfig());
        if (encoder.encode(message) != null) throw new IllegalStateException(meaning);
        ByteBuffer buffer = encoder.getEncoderBuffer();
        byte[] bytes = new byte[buffer.getInt(0)];
        buffer.get(bytes);
        MessageExt read = MessageDecoder.decode(ByteBuffer.wrap(bytes));
        return describe(one("record", meaning, hex(bytes)), read);
    }

    static Map<String, Object> describe(Map<String, Object> vector, MessageExt message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("topic", message.getTopic());
        fields.put("queueId", message.getQueueId());
        fields.put("flag", message.getFlag());
        fields.put("queueOffset", message.getQueueOffset());
        fields.put("logOffset", message.getCommitLogOffset());
        fields.put("sysFlag", message.getSysFlag());
        fields.put("bornTimestampMs", message.getBornTimestamp());
        fields.put("bornHost", hex(((InetSocketAddress) message.getBornHost()).getAddress().getAddress()));
        fields.put("bornPort", ((InetSocketAddress) message.getBornHost()).getPort());
        fields.put("storeTimestampMs", message.getStoreTimestamp());
        fields.put("storeHost", hex(((InetSocketAddress) message.getStoreHost()).getAddress().getAddress()));
        fields.put("storePort", ((InetSocketAddress) message.getStoreHost()).getPort());
        fields.put("reconsumeTimes", message.getReconsumeTimes());
        fields.put("preparedTransactionOffset", message.getPreparedTransactionOffset());
        fields.put("bodyCrc", message.getBodyCRC());
        fields.put("body", new String(message.getBody(), StandardCharsets.UTF_8));
        Map<String, String> properties = new TreeMap<>(message.getProperties());
        fields.put("properties", properties);
        vector.put("fields", fields);
        return vector;
    }

    static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) text.append(String.format("%02x", each));
        return text.toString();
    }
}
