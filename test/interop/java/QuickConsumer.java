import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * The tutorial's push consumer, from the first offset, subscribed to -e EXPRESSION (default *). With -d MS it takes its time for
 * each message and holds few in hand, so that something is left at the brokers. Ends -q ms (default 1500) after
 * -c distinct messages have come, so that late duplicates are counted too. Distinct means topic, broker, queue and offset of
 * the message; "bodies" counts distinct bodies.
 */
public class QuickConsumer {
    public static void main(String[] args) throws Exception {
        Lab lab = new Lab(args, "please_rename_unique_group_name_4");
        DefaultMQPushConsumer consumer = lab.consumer(lab.option("-i", "DEFAULT"));
        consumer.subscribe(lab.topic, lab.option("-e", "*"));
        int slowMs = lab.number("-d", 0);
        if (slowMs > 0) {
            consumer.setPullThresholdForQueue(16);
            consumer.setPullBatchSize(8);
        }
        Set<String> distinct = ConcurrentHashMap.newKeySet();
        Set<String> bodies = ConcurrentHashMap.newKeySet();
        Map<String, Integer> brokers = new ConcurrentSkipListMap<>();
        Map<String, Integer> tags = new ConcurrentSkipListMap<>();
        AtomicInteger received = new AtomicInteger();
        AtomicInteger redelivered = new AtomicInteger();
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            for (MessageExt message : messages) {
                String broker = context.getMessageQueue().getBrokerName();
                String body = new String(message.getBody(), StandardCharsets.UTF_8);
                System.out.printf("%s Receive New Messages: %s:%d:%d %s%n", Thread.currentThread().getName(), broker,
                    message.getQueueId(), message.getQueueOffset(), body.length() > 60 ? body.substring(0, 60) : body);
                received.incrementAndGet();
                redelivered.addAndGet(message.getReconsumeTimes() > 0 ? 1 : 0);
                if (distinct.add(message.getTopic() + '@' + broker + '@' + message.getQueueId() + '@' + message.getQueueOffset())) {
                    Lab.increment(brokers, broker);
                    Lab.increment(tags, String.valueOf(message.getTags()));
                }
                bodies.add(body);
                Lab.sleep(slowMs);
            }
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        long start = System.currentTimeMillis();
        consumer.start();
        System.out.println("Consumer Started.");
        boolean all = lab.waitUntil(() -> distinct.size() >= lab.count);
        lab.put("ms", System.currentTimeMillis() - start);
        if (all) {
            Lab.sleep(lab.number("-q", 1500));
        }
        Lab.close(consumer::shutdown);
        lab.put("distinct", distinct.size()).put("bodies", bodies.size()).put("received", received.get());
        lab.put("duplicates", received.get() - distinct.size()).put("redelivered", redelivered.get());
        lab.put("brokers", new TreeMap<>(brokers)).put("tags", new TreeMap<>(tags));
        lab.finish(all);
    }
}
