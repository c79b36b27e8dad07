import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;

/** Asynchronous sends, at most 64 unanswered; every callback is awaited. */
public class AsyncProducer {
    public static void main(String[] args) throws Exception {
        Lab lab = new Lab(args, "AsyncProducerGroup");
        DefaultMQProducer producer = lab.producer();
        producer.setRetryTimesWhenSendAsyncFailed(0);
        CountDownLatch answered = new CountDownLatch(lab.count);
        Semaphore window = new Semaphore(64);
        AtomicInteger ok = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        Set<String> ids = ConcurrentHashMap.newKeySet();
        Set<String> errors = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < lab.count && lab.inTime(); i++) {
            window.acquire();
            Message message = new Message(lab.topic, "TagA", "async" + i, ("Hello RocketMQ " + i).getBytes(StandardCharsets.UTF_8));
            producer.send(message, new SendCallback() {
                @Override
                public void onSuccess(SendResult result) {
                    (result.getSendStatus() == SendStatus.SEND_OK ? ok : failed).incrementAndGet();
                    ids.add(result.getMsgId());
                    window.release();
                    answered.countDown();
                }

                @Override
                public void onException(Throwable e) {
                    failed.incrementAndGet();
                    errors.add(String.valueOf(e));
                    window.release();
                    answered.countDown();
                }
            });
        }
        boolean all = answered.await(Math.max(1, lab.deadline - System.currentTimeMillis()), TimeUnit.MILLISECONDS);
        Lab.close(producer::shutdown);
        lab.put("ok", ok.get()).put("failed", failed.get()).put("distinctIds", ids.size()).put("errors", errors);
        lab.finish(all && ok.get() == lab.count && ids.size() == lab.count);
    }
}
