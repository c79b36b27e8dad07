import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;

/**
 * The tutorial's producer: synchronous sends, each SendResult printed. Message i has the body "Hello RocketMQ i" (padded to
 * -s bytes, so that -s 8192 makes the client compress), the tag of -a (default TagA; "TagA,TagB" alternates) and the key PREFIXi when
 * -k PREFIX is given. -f N numbers the messages from N.
 */
public class QuickProducer {
    public static void main(String[] args) throws Exception {
        Lab lab = new Lab(args, "please_rename_unique_group_name");
        String[] tags = lab.option("-a", "TagA").split(",");
        String keyPrefix = lab.option("-k", "");
        int padTo = lab.number("-s", 0);
        int from = lab.number("-f", 0);
        DefaultMQProducer producer = lab.producer();
        Map<String, Integer> statuses = new TreeMap<>();
        Map<String, Integer> brokers = new TreeMap<>();
        Set<String> ids = new HashSet<>();
        Set<String> errors = new HashSet<>();
        SendResult last = null;
        long start = System.currentTimeMillis();
        for (int i = 0; i < lab.count && lab.inTime(); i++) {
            StringBuilder body = new StringBuilder("Hello RocketMQ " + (from + i));
            while (body.length() < padTo) {
                body.append(' ').append(body.length());
            }
            Message message = new Message(lab.topic, tags[i % tags.length], body.toString().getBytes(StandardCharsets.UTF_8));
            if (!keyPrefix.isEmpty()) {
                message.setKeys(keyPrefix + (from + i));
            }
            try {
                last = producer.send(message);
                System.out.println(last);
                Lab.increment(statuses, last.getSendStatus().name());
                Lab.increment(brokers, last.getMessageQueue().getBrokerName());
                ids.add(last.getMsgId());
            } catch (Exception e) {
                errors.add(String.valueOf(e));
                Lab.sleep(100);
            }
        }
        int ok = statuses.getOrDefault(SendStatus.SEND_OK.name(), 0);
        lab.put("ok", ok).put("statuses", statuses).put("brokers", brokers).put("distinctIds", ids.size()).put("errors", errors);
        lab.put("ms", System.currentTimeMillis() - start);
        lab.put("lastMsgId", last == null ? null : last.getMsgId()).put("lastOffsetMsgId", last == null ? null : last.getOffsetMsgId());
        lab.put("lastBroker", last == null ? null : last.getMessageQueue().getBrokerName());
        lab.put("lastQueueId", last == null ? null : last.getMessageQueue().getQueueId());
        lab.put("lastQueueOffset", last == null ? null : last.getQueueOffset());
        Lab.close(producer::shutdown);
        lab.finish(ok == lab.count && ids.size() == lab.count);
    }
}
