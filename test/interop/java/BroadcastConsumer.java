import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.protocol.heartbeat.MessageModel;

/** Two broadcasting instances of one group start first, then -c messages are sent: each instance must get all of them. */
public class BroadcastConsumer {
    public static void main(String[] args) throws Exception {
        Lab lab = new Lab(args, "BroadcastGroup");
        DefaultMQProducer producer = lab.producer();
        producer.send(new Message(lab.topic, "TagA", "first".getBytes(StandardCharsets.UTF_8)));
        List<Set<String>> seen = new ArrayList<>();
        List<DefaultMQPushConsumer> consumers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Set<String> mine = ConcurrentHashMap.newKeySet();
            seen.add(mine);
            DefaultMQPushConsumer consumer = lab.consumer("broadcast-" + i);
            consumer.setMessageModel(MessageModel.BROADCASTING);
            consumer.subscribe(lab.topic, "*");
            consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
                messages.forEach(message -> mine.add(new String(message.getBody(), StandardCharsets.UTF_8)));
                return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
            });
            consumer.start();
            consumers.add(consumer);
        }
        for (int i = 1; i < lab.count; i++) {
            producer.send(new Message(lab.topic, "TagA", ("Hello RocketMQ " + i).getBytes(StandardCharsets.UTF_8)));
        }
        boolean all = lab.waitUntil(() -> seen.stream().allMatch(mine -> mine.size() >= lab.count));
        for (DefaultMQPushConsumer consumer : consumers) {
            Lab.close(consumer::shutdown);
        }
        Lab.close(producer::shutdown);
        lab.put("first", seen.get(0).size()).put("second", seen.get(1).size());
        lab.finish(all);
    }
}
