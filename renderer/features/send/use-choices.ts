/** What can be chosen in the form: topics, groups and the queues of the topic typed. Asked when needed, never guessed. */
import { useEffect, useState } from 'react'
import { lab } from '../../api/lab.ts'

export interface Choices {
  readonly topics: readonly string[]
  readonly groups: readonly string[]
}

const NONE: Choices = { topics: [], groups: [] }

export function useChoices(cluster: string): Choices {
  const [choices, setChoices] = useState<Choices>(NONE)
  useEffect(() => {
    let isGone = false
    void Promise.allSettled([lab.call('topics.list', { cluster }), lab.call('groups.list', { cluster })]).then(
      ([topics, groups]) => {
        if (isGone) return
        setChoices({
          topics:
            topics.status === 'fulfilled'
              ? topics.value.topics.filter((row) => row.kind === 'normal').map((row) => row.topic)
              : [],
          groups: groups.status === 'fulfilled' ? groups.value.groups.map((row) => row.group) : [],
        })
      },
    )
    return () => {
      isGone = true
    }
  }, [cluster])
  return choices
}

const QUIET_MS = 400

/** `broker-a:0` for each queue that takes writes; empty for a topic that is not there yet. */
export function useQueues(cluster: string, topic: string): readonly string[] {
  const [queues, setQueues] = useState<readonly string[]>([])
  useEffect(() => {
    let isGone = false
    const timer = window.setTimeout(() => {
      if (topic.trim() === '') {
        setQueues([])
        return
      }
      lab.call('topics.get', { cluster, topic: topic.trim() }).then(
        (detail) => {
          if (isGone) return
          setQueues(
            detail.brokers.flatMap((broker) =>
              Array.from({ length: broker.writeQueues }, (_, queueId) => `${broker.brokerName}:${queueId}`),
            ),
          )
        },
        () => {
          if (!isGone) setQueues([])
        },
      )
    }, QUIET_MS)
    return () => {
      isGone = true
      window.clearTimeout(timer)
    }
  }, [cluster, topic])
  return queues
}
