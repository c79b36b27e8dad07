/** A received message with everything: decoded body, where it stands, every property; commit or send back when it is in hand. */
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { ConsumerView, ReceivedRow } from '../../../engine/contract/messages-api.ts'
import type { LabApi } from '../../../engine/contract/lab-api.ts'
import type { OutputOf } from '../../../engine/contract/rpc.ts'
import { lab } from '../../api/lab.ts'
import { receiveTexts } from '../../i18n/receive.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { BodyView } from '../../ui/body-view.tsx'
import { Button } from '../../ui/button.tsx'
import { Drawer, DrawerSection } from '../../ui/drawer.tsx'
import { clockMillis, count } from '../../ui/format.ts'
import { IconCheck, IconRedo, IconUndo } from '../../ui/icons.tsx'
import { KeyValues, Note } from '../../ui/panel.tsx'

type Detail = OutputOf<LabApi['messages.get']>

export interface MessageDetailProps {
  readonly cluster: string
  readonly row: ReceivedRow
  readonly consumer: ConsumerView | undefined
  readonly onSettle: (outcome: 'commit' | 'send-back') => void
  readonly onClose: () => void
}

export function MessageDetail({ cluster, row, consumer, onSettle, onClose }: MessageDetailProps): ReactNode {
  const t = useTexts(receiveTexts)
  const navigate = useNavigate()
  const { detail, failed } = useDetail(cluster, row)
  const isInHand = row.state === 'waiting' && consumer !== undefined
  const body = detail?.body ?? row.preview

  const sendAgain = async (): Promise<void> => {
    const value = {
      topic: row.topic,
      tag: row.tag,
      keys: row.keys,
      body: { kind: 'base64', value: body },
      properties: [],
      delayLevel: 0,
      orderKey: '',
      queue: null,
    }
    await lab.call('documents.save', { key: 'drafts/resend', value })
    await navigate(clusterPath(cluster, 'send', { template: 'resend' }))
  }

  return (
    <Drawer
      title={row.keys === '' ? row.messageId : row.keys}
      subtitle={row.tag === '' ? row.topic : `${row.topic} · ${row.tag}`}
      onClose={onClose}
      takesFocus={false}
      actions={
        <>
          {isInHand ? (
            <>
              <Button icon={IconCheck} onClick={() => onSettle('commit')}>
                {t('commit')}
              </Button>
              <Button icon={IconUndo} onClick={() => onSettle('send-back')}>
                {t('sendBack')}
              </Button>
            </>
          ) : null}
          <Button icon={IconRedo} onClick={() => void sendAgain()}>
            {t('sendAgain')}
          </Button>
        </>
      }
    >
      {row.state === 'sent-back' && consumer !== undefined ? (
        <DrawerSection>
          <Note tone="warn">{t('sentBackNote', { group: consumer.spec.group })}</Note>
        </DrawerSection>
      ) : null}
      {isInHand ? (
        <DrawerSection>
          <Note tone="busy">{t('waitingNote')}</Note>
        </DrawerSection>
      ) : null}
      <DrawerSection>
        {failed && row.bodyBytes > 0 ? <p className="t3 s12">{t('detailFailed')}</p> : null}
        <BodyView body={body} bodyBytes={row.bodyBytes} />
      </DrawerSection>
      <DrawerSection title={t('where')}>
        <KeyValues
          rows={[
            [t('messageId'), <code key="id">{row.messageId}</code>],
            [t('queueOffset'), `${row.brokerName} ${row.queueId} · ${count(row.queueOffset)}`],
            detail === undefined ? null : [t('commitLog'), count(detail.logOffset)],
            [t('born'), `${clockMillis(row.bornAtMs)}${detail === undefined ? '' : ` ${detail.bornHost}`}`],
            [t('stored'), `${clockMillis(row.storedAtMs)}${detail === undefined ? '' : ` ${detail.storeHost}`}`],
            [t('received'), clockMillis(row.atMs)],
            [t('tries'), count(row.reconsumeTimes)],
            row.run === null ? null : [t('run'), `#${row.run} · ${count(row.runSeq)}`],
          ]}
        />
      </DrawerSection>
      {detail === undefined ? null : (
        <DrawerSection title={t('properties')}>
          <KeyValues rows={detail.properties.map(([name, value]) => [<code key="n">{name}</code>, value])} />
        </DrawerSection>
      )}
    </Drawer>
  )
}

/** The whole message from the store; retried ones stand in another topic and keep their preview. */
function useDetail(
  cluster: string,
  row: ReceivedRow,
): { readonly detail: Detail | undefined; readonly failed: boolean } {
  const { topic, brokerName, queueId, queueOffset } = row
  const key = `${topic} ${brokerName} ${queueId} ${queueOffset}`
  const [found, setFound] = useState<{ readonly key: string; readonly detail: Detail | undefined }>()
  useEffect(() => {
    let isGone = false
    lab.call('messages.get', { cluster, topic, brokerName, queueId, queueOffset }).then(
      (detail) => {
        if (!isGone) setFound({ key, detail })
      },
      () => {
        if (!isGone) setFound({ key, detail: undefined })
      },
    )
    return () => {
      isGone = true
    }
  }, [cluster, topic, brokerName, queueId, queueOffset, key])
  const isThisOne = found?.key === key
  const isSame = isThisOne && found.detail?.row.messageId === row.messageId
  return { detail: isSame ? found.detail : undefined, failed: isThisOne && !isSame }
}
