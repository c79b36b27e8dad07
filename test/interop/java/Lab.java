import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;

/**
 * What all programs of the interop suite share: arguments, one summary line, an end within bounded time.
 * Arguments are pairs: -n name servers, -t topic, -g group, -c message count, -T seconds until the program gives up, -R
 * milliseconds between route refreshes and heartbeats (default 1000; 0 keeps the client's own 30 s), and what a program documents
 * itself. Fast refreshes keep two races of the Java client from costing 20 to 30 s each: a topic that not every broker has
 * announced yet, and a rebalance while a heartbeat is on its way (the pull then carries a subscription newer than the
 * broker's, SUBSCRIPTION_NOT_LATEST, until the next heartbeat). The last line of output is "SUMMARY {json}"; exit code 0 means the program saw what it
 * promises, 1 that it did not.
 */
final class Lab {
    final Map<String, String> options = new LinkedHashMap<>();
    final Map<String, Object> summary = new LinkedHashMap<>();
    final String nameServers;
    final String topic;
    final String group;
    final int count;
    final long deadline;

    Lab(String[] args, String defaultGroup) {
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        nameServers = option("-n", "127.0.0.1:9876");
        topic = option("-t", "TopicTest");
        group = option("-g", defaultGroup);
        count = number("-c", 1000);
        int seconds = number("-T", 60);
        deadline = System.currentTimeMillis() + seconds * 1000L;
        Thread guard = new Thread(() -> {
            sleep(seconds * 1000L + 15_000);
            System.out.println("gave up: the program outlived its time limit by 15 s");
            Runtime.getRuntime().halt(1);
        });
        guard.setDaemon(true);
        guard.start();
    }

    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        return Integer.parseInt(option(name, String.valueOf(otherwise)));
    }

    boolean inTime() {
        return System.currentTimeMillis() < deadline;
    }

    static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    /** Looks each 20 ms until the condition holds or the program's time is over. */
    boolean waitUntil(Condition condition) throws Exception {
        while (!condition.holds()) {
            if (!inTime()) {
                return false;
            }
            sleep(20);
        }
        return true;
    }

    DefaultMQProducer producer() throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer(group);
        refreshOften(producer);
        producer.setSendMsgTimeout(10_000);
        producer.setRetryTimesWhenSendFailed(3);
        producer.start();
        return producer;
    }

    DefaultMQPushConsumer consumer(String instance) {
        return consumer(instance, group);
    }

    DefaultMQPushConsumer consumer(String instance, String group) {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
        refreshOften(consumer);
        consumer.setInstanceName(instance);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        return consumer;
    }

    /** Name servers and refresh intervals, the same for every client of the program. */
    void refreshOften(ClientConfig client) {
        client.setNamesrvAddr(nameServers);
        int refreshMs = number("-R", 1000);
        if (refreshMs > 0) {
            client.setPollNameServerInterval(refreshMs);
            client.setHeartbeatBrokerInterval(refreshMs);
        }
    }

    /** Shuts a client down: offsets are stored and the client is unregistered. It may take its time, but not for ever. */
    static void close(Runnable shutdown) throws InterruptedException {
        Thread closing = new Thread(shutdown);
        closing.setDaemon(true);
        closing.start();
        Hurrier.watch(closing);
        closing.join(6000);
    }

    static <K> void increment(Map<K, Integer> counters, K key) {
        counters.merge(key, 1, Integer::sum);
    }

    Lab put(String key, Object value) {
        summary.put(key, value);
        return this;
    }

    /** Prints the summary and ends the process; client threads that are still alive do not matter. */
    void finish(boolean good) {
        put("good", good);
        System.out.println("SUMMARY " + json(summary));
        System.out.flush();
        Runtime.getRuntime().halt(good ? 0 : 1);
    }

    private static String json(Object value) {
        if (value instanceof Map) {
            StringBuilder text = new StringBuilder("{");
            ((Map<?, ?>) value).forEach((k, v) -> text.append(text.length() > 1 ? "," : "").append(json(String.valueOf(k))).append(':').append(json(v)));
            return text.append('}').toString();
        }
        if (value instanceof Collection) {
            StringBuilder text = new StringBuilder("[");
            ((Collection<?>) value).forEach(v -> text.append(text.length() > 1 ? "," : "").append(json(v)));
            return text.append(']').toString();
        }
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return String.valueOf(value);
        }
        StringBuilder text = new StringBuilder("\"");
        for (char c : value.toString().toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
