import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * Two instances of one group listen in order, so queues are shared out and locked at the brokers. Checked here: a queue
 * is never in the hands of two threads at once, its offsets never skip ahead, and the steps of an order never skip
 * ahead. Going back is a redelivery after a change of owner, counted but allowed. Each 100th message is suspended once.
 */
public class OrderlyConsumer {
    public static void main(String[] args) throws Exception {
        Lab lab = new Lab(args, "OrderlyConsumerGroup");
        Map<String, Integer> nextStep = new ConcurrentHashMap<>();
        Map<String, Long> nextOffset = new ConcurrentHashMap<>();
        Set<String> distinct = ConcurrentHashMap.newKeySet();
        Set<String> suspended = ConcurrentHashMap.newKeySet();
        Set<MessageQueue> inHand = ConcurrentHashMap.newKeySet();
        Set<String> users = ConcurrentHashMap.newKeySet();
        AtomicInteger violations = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        DefaultMQPushConsumer[] consumers = new DefaultMQPushConsumer[lab.number("-i", 2)];
        for (int instance = 0; instance < consumers.length; instance++) {
            String name = "orderly-" + instance;
            DefaultMQPushConsumer consumer = consumers[instance] = lab.consumer(name);
            consumer.setSuspendCurrentQueueTimeMillis(50);
            consumer.subscribe(lab.topic, "*");
            consumer.registerMessageListener((MessageListenerOrderly) (messages, context) -> {
                MessageQueue queue = context.getMessageQueue();
                if (!inHand.add(queue)) {
                    overlaps.incrementAndGet();
                }
                try {
                    for (MessageExt message : messages) {
                        String where = queue.getBrokerName() + ":" + queue.getQueueId();
                        String key = where + ":" + message.getQueueOffset();
                        if (message.getQueueOffset() % 100 == 99 && suspended.add(key)) {
                            return ConsumeOrderlyStatus.SUSPEND_CURRENT_QUEUE_A_MOMENT;
                        }
                        received.incrementAndGet();
                        users.add(name);
                        distinct.add(key);
                        if (message.getQueueOffset() > nextOffset.getOrDefault(where, 0L)) {
                            violations.incrementAndGet();
                        }
                        nextOffset.merge(where, message.getQueueOffset() + 1, Math::max);
                        String[] parts = new String(message.getBody(), StandardCharsets.UTF_8).split(":");
                        int step = Integer.parseInt(parts[1]);
                        if (step > nextStep.getOrDefault(parts[0], 0)) {
                            violations.incrementAndGet();
                        }
                        nextStep.merge(parts[0], step + 1, Math::max);
                    }
                    return ConsumeOrderlyStatus.SUCCESS;
                } finally {
                    inHand.remove(queue);
                }
            });
            consumer.start();
        }
        boolean all = lab.waitUntil(() -> distinct.size() >= lab.count);
        if (all) {
            Lab.sleep(500);
        }
        for (DefaultMQPushConsumer consumer : consumers) {
            Lab.close(consumer::shutdown);
        }
        lab.put("distinct", distinct.size()).put("received", received.get()).put("duplicates", received.get() - distinct.size());
        lab.put("violations", violations.get()).put("overlaps", overlaps.get()).put("suspended", suspended.size()).put("instances", users);
        lab.finish(all && violations.get() == 0 && overlaps.get() == 0);
    }
}
