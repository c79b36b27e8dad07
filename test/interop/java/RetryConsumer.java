import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Sends -c messages and refuses each of them (RECONSUME_LATER, level 1 = one second) until -m retries (default 2) are used up; then a
 * second group reads %DLQ%GROUP, where every message must have arrived once. Attempts are counted by the reconsumeTimes
 * the listener sees; topics as the listener sees them must be the original one.
 */
public class RetryConsumer {
    public static void main(String[] args) throws Exception {
        Lab lab = new Lab(args, "RetryGroup");
        int retries = lab.number("-m", 2);
        Map<Integer, Integer> attempts = new ConcurrentHashMap<>();
        Set<String> topics = ConcurrentHashMap.newKeySet();
        Set<String> done = ConcurrentHashMap.newKeySet();
        DefaultMQProducer producer = lab.producer();
        for (int i = 0; i < lab.count; i++) {
            producer.send(new Message(lab.topic, "TagA", "retry" + i, ("Hello RocketMQ " + i).getBytes(StandardCharsets.UTF_8)));
        }
        DefaultMQPushConsumer consumer = lab.consumer("retry");
        consumer.setMaxReconsumeTimes(retries);
        consumer.subscribe(lab.topic, "*");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            context.setDelayLevelWhenNextConsume(1);
            for (MessageExt message : messages) {
                attempts.merge(message.getReconsumeTimes(), 1, Integer::sum);
                topics.add(message.getTopic());
                if (message.getReconsumeTimes() >= retries) {
                    done.add(new String(message.getBody(), StandardCharsets.UTF_8));
                }
            }
            return ConsumeConcurrentlyStatus.RECONSUME_LATER;
        });
        consumer.start();
        boolean refused = lab.waitUntil(() -> done.size() >= lab.count);

        String deadLetters = "%DLQ%" + lab.group;
        Set<String> dead = ConcurrentHashMap.newKeySet();
        Set<String> origins = ConcurrentHashMap.newKeySet();
        AtomicInteger deadReceived = new AtomicInteger();
        DefaultMQPushConsumer reader = lab.consumer("dead-letters", lab.group + "_dead");
        reader.subscribe(deadLetters, "*");
        reader.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            for (MessageExt message : messages) {
                deadReceived.incrementAndGet();
                dead.add(new String(message.getBody(), StandardCharsets.UTF_8));
                origins.add(String.valueOf(message.getProperty("RETRY_TOPIC")));
            }
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        reader.start();
        boolean buried = lab.waitUntil(() -> dead.size() >= lab.count);
        Lab.close(consumer::shutdown);
        Lab.close(reader::shutdown);
        Lab.close(producer::shutdown);
        lab.put("attempts", new TreeMap<>(attempts)).put("topics", topics).put("refusedToTheEnd", done.size());
        lab.put("deadLetters", dead.size()).put("deadReceived", deadReceived.get()).put("retryTopics", origins);
        lab.finish(refused && buried);
    }
}
