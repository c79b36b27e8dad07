import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * The lite pull consumer twice: first subscribed, until -c distinct messages are polled and their offsets committed;
 * then assigned to every queue by hand, from the first offset. Both must see the same messages.
 */
public class PullConsumer {
    public static void main(String[] args) throws Exception {
        Lab lab = new Lab(args, "PullGroup");
        DefaultLitePullConsumer subscribed = consumer(lab, lab.group);
        subscribed.setAutoCommit(false);
        subscribed.subscribe(lab.topic, "*");
        subscribed.start();
        Set<String> bySubscription = new HashSet<>();
        int received = poll(lab, subscribed, bySubscription);
        subscribed.commitSync();
        Collection<MessageQueue> owned = subscribed.assignment();
        long[] committed = {0};
        boolean allCommitted = lab.waitUntil(() -> {
            committed[0] = 0;
            for (MessageQueue queue : owned) {
                committed[0] += Math.max(0, subscribed.committed(queue));
            }
            return committed[0] >= lab.count;
        });
        Lab.close(subscribed::shutdown);

        DefaultLitePullConsumer assigned = consumer(lab, lab.group + "_assigned");
        assigned.start();
        Collection<MessageQueue> queues = assigned.fetchMessageQueues(lab.topic);
        assigned.assign(queues);
        for (MessageQueue queue : queues) {
            assigned.seekToBegin(queue);
        }
        Set<String> byAssignment = new HashSet<>();
        poll(lab, assigned, byAssignment);
        Lab.close(assigned::shutdown);
        lab.put("subscribed", bySubscription.size()).put("assigned", byAssignment.size()).put("queues", queues.size());
        lab.put("duplicates", received - bySubscription.size()).put("committed", committed[0]);
        lab.finish(bySubscription.size() == lab.count && bySubscription.equals(byAssignment) && allCommitted);
    }

    private static DefaultLitePullConsumer consumer(Lab lab, String group) {
        DefaultLitePullConsumer consumer = new DefaultLitePullConsumer(group);
        lab.refreshOften(consumer);
        consumer.setInstanceName(group);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        return consumer;
    }

    private static int poll(Lab lab, DefaultLitePullConsumer consumer, Set<String> bodies) {
        int received = 0;
        while (bodies.size() < lab.count && lab.inTime()) {
            List<MessageExt> messages = consumer.poll(500);
            for (MessageExt message : messages) {
                received++;
                bodies.add(new String(message.getBody(), StandardCharsets.UTF_8));
            }
        }
        return received;
    }
}
