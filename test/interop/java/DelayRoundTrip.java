import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Sends -c messages with delay level -l (default 2, five seconds) to a consumer that listens already, and measures from just before
 * the send to the call of the listener. Also reported: what the delivered copies say of themselves.
 */
public class DelayRoundTrip {
    public static void main(String[] args) throws Exception {
        Lab lab = new Lab(args, "DelayGroup");
        Map<String, Long> sentAt = new ConcurrentHashMap<>();
        Map<String, Long> waited = new ConcurrentHashMap<>();
        Map<String, Integer> delayProperty = new ConcurrentHashMap<>();
        Map<String, Integer> topics = new ConcurrentHashMap<>();
        DefaultMQProducer producer = lab.producer();
        producer.send(new Message(lab.topic, "TagA", "first".getBytes(StandardCharsets.UTF_8)));
        DefaultMQPushConsumer consumer = lab.consumer("delay");
        consumer.subscribe(lab.topic, "*");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            long now = System.currentTimeMillis();
            for (MessageExt message : messages) {
                String body = new String(message.getBody(), StandardCharsets.UTF_8);
                if (sentAt.containsKey(body) && waited.putIfAbsent(body, now - sentAt.get(body)) == null) {
                    Lab.increment(delayProperty, String.valueOf(message.getProperty("DELAY")));
                    Lab.increment(topics, message.getTopic());
                }
            }
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
        for (int i = 0; i < lab.count; i++) {
            String body = "Hello scheduled message " + i;
            Message message = new Message(lab.topic, "TagA", body.getBytes(StandardCharsets.UTF_8));
            message.setDelayTimeLevel(lab.number("-l", 2));
            sentAt.put(body, System.currentTimeMillis());
            producer.send(message);
        }
        boolean all = lab.waitUntil(() -> waited.size() >= lab.count);
        Lab.close(consumer::shutdown);
        Lab.close(producer::shutdown);
        lab.put("delivered", waited.size()).put("delayProperty", delayProperty).put("topics", topics);
        lab.put("minMs", waited.values().stream().mapToLong(v -> v).min().orElse(-1));
        lab.put("maxMs", waited.values().stream().mapToLong(v -> v).max().orElse(-1));
        lab.finish(all);
    }
}
