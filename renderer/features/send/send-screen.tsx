/**
 * Send: a message, then how many, how fast, what to wait for; at the right the run's accounting and the latest results. An address
 * (`?template=`) fills the form, it never sends.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import * as z from 'zod'
import type { SendRow } from '../../../engine/contract/messages-api.ts'
import { SEND_STATUS_WORDS } from '../../../engine/contract/send-status-words.ts'
import { lab } from '../../api/lab.ts'
import { sendTexts } from '../../i18n/send.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useQuery } from '../../routes/use-query.ts'
import { useStandsFor } from '../../stores/command-strip.ts'
import { useCluster } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { IconPlay } from '../../ui/icons.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { RunAccount } from '../runs/run-account.tsx'
import { useRunSentence } from '../runs/run-sentence.ts'
import { MessageForm } from './message-form.tsx'
import { ResultsTable } from './results-table.tsx'
import css from './send.module.css'
import { loadResend, useSendDocuments } from './use-send-documents.ts'
import { draftOf, FIRST_FORM, numberProblems, runOf, type SendForm, TIMEOUT_MS } from './send-form-state.ts'
import { TemplatesMenu } from './templates-menu.tsx'
import { useChoices, useQueues } from './use-choices.ts'
import { usePreview } from './use-preview.ts'
import { useRun } from './use-run.ts'

const QUERY = z.object({ template: z.string().optional(), topic: z.string().optional() })
/** The template that other screens fill with a stored message. */
const RESEND = 'resend'

export function SendScreen(): ReactNode {
  const t = useTexts(sendTexts)
  const cluster = useClusterName()
  const head = useCluster(cluster)
  const navigate = useNavigate()
  const [query] = useQuery(QUERY)
  const [form, setForm] = useState<SendForm>(() => ({ ...FIRST_FORM, topic: query.topic ?? FIRST_FORM.topic }))
  const [fileBase64, setFileBase64] = useState('')
  const [failure, setFailure] = useState<{ readonly title: string; readonly error: unknown }>()
  const [busy, setBusy] = useState<'one' | 'run'>()
  const [lastRun, setLastRun] = useLastRun(cluster)
  const documents = useSendDocuments(cluster)
  const preview = usePreview(cluster, form, fileBase64)
  const { topics, groups } = useChoices(cluster)
  const queues = useQueues(cluster, form.topic)
  const single = useRun(cluster, 0)
  const run = useRun(cluster, lastRun === 0 ? undefined : lastRun)
  const singleForms = useRef(new Map<number, SendForm>())
  const runSentence = useRunSentence(run.run, run.rows)
  const singleSentence = useSingleSentence(single.rows[0])

  useTemplate(query.template, documents.documents.templates, setForm)
  useStandsFor({ says: t('stands'), command: commandOf(form, head?.namesrvAddr ?? ''), mqadminLine: commandLine(form) })

  const change = (next: Partial<SendForm>): void => setForm((before) => ({ ...before, ...next }))
  const isWrong = numberProblems(form).size > 0 || form.topic.trim() === '' || (preview?.problems.length ?? 0) > 0

  const sendOne = async (sent: SendForm): Promise<void> => {
    setBusy('one')
    setFailure(undefined)
    try {
      const message = draftOf(sent, fileBase64)
      const { row } = await lab.call('send.one', {
        cluster,
        message,
        mode: sent.mode,
        timeoutMs: sent.timeoutMs ?? TIMEOUT_MS,
      })
      singleForms.current.set(row.atMs, sent)
      documents.remember(sent)
    } catch (error) {
      setFailure({ title: t('notSent'), error })
    } finally {
      setBusy(undefined)
    }
  }

  const startRun = async (): Promise<void> => {
    const spec = runOf(form, fileBase64, cluster)
    if (spec === undefined) return
    setBusy('run')
    setFailure(undefined)
    try {
      const { number } = await lab.call('runs.start', spec)
      setLastRun(number)
      documents.remember(form)
    } catch (error) {
      setFailure({ title: t('notStarted'), error })
    } finally {
      setBusy(undefined)
    }
  }

  const isRunNewer = (run.run?.startedAtMs ?? 0) >= (single.rows[0]?.atMs ?? 0)
  const rows = isRunNewer ? run.rows : single.rows
  const answer = isRunNewer && run.run !== undefined ? runSentence : singleSentence

  return (
    <Screen>
      <PageHeader
        title={t('title')}
        scope={cluster}
        answer={answer}
        actions={
          <Segmented
            label={t('view')}
            value="form"
            options={[
              { value: 'form', label: t('form') },
              { value: 'runs', label: t('runs') },
            ]}
            onChange={() => void navigate(clusterPath(cluster, 'runs'))}
          />
        }
      />
      <ScreenBody scrolls={false}>
        <div
          className={css.split}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || isWrong || busy !== undefined) return
            event.preventDefault()
            void (event.shiftKey ? startRun() : sendOne(form))
          }}
        >
          <Panel
            className={css.formPanel ?? ''}
            title={t('message')}
            actions={<TemplatesMenu documents={documents} form={form} onChoose={setForm} />}
          >
            <div className={css.formScroll}>
              <MessageForm
                form={form}
                onChange={change}
                onFile={(name, base64) => {
                  setFileBase64(base64)
                  change({ fileName: name })
                }}
                preview={preview}
                topics={topics}
                groups={groups}
                queues={queues}
              />
            </div>
            <div className={css.foot}>
              <Button
                isDisabled={isWrong}
                reason={t('fixFirst')}
                isBusy={busy === 'one'}
                title="Ctrl Enter"
                onClick={() => void sendOne(form)}
              >
                {t('sendOne')}
              </Button>
              <Button
                variant="primary"
                icon={IconPlay}
                isDisabled={isWrong}
                reason={t('fixFirst')}
                isBusy={busy === 'run'}
                title="Ctrl Shift Enter"
                onClick={() => void startRun()}
              >
                {t('startRun', { n: lastRun + 1 })}
              </Button>
            </div>
          </Panel>
          <div className={css.right}>
            {failure === undefined ? null : <ErrorRegion title={failure.title} error={failure.error} />}
            {run.run === undefined ? (
              <Panel>
                <Empty title={t('runEmptyTitle')}>{t('runEmpty')}</Empty>
              </Panel>
            ) : (
              <RunAccount run={run.run} />
            )}
            <ResultsTable
              rows={rows}
              onSendAgain={(row) => void sendOne(formAgain(row, singleForms.current.get(row.atMs) ?? form))}
            />
          </div>
        </div>
      </ScreenBody>
    </Screen>
  )
}

/** The number of the newest run, 0 when there is none or none is known yet. */
function useLastRun(cluster: string): readonly [number, (number: number) => void] {
  const [last, setLast] = useState({ cluster, number: 0 })
  const raise = useCallback(
    (number: number) => {
      setLast((before) => ({ cluster, number: Math.max(before.cluster === cluster ? before.number : 0, number) }))
    },
    [cluster],
  )
  useEffect(() => {
    let isGone = false
    lab.call('runs.list', { cluster }).then(
      ({ runs }) => {
        if (!isGone) raise(Math.max(0, ...runs.map((run) => run.number)))
      },
      () => undefined, // the bar of the lost connection tells
    )
    return () => {
      isGone = true
    }
  }, [cluster, raise])
  return [last.cluster === cluster ? last.number : 0, raise]
}

/** Fills the form from the address once what it names is there. */
function useTemplate(
  name: string | undefined,
  templates: readonly { readonly name: string; readonly form: SendForm }[],
  setForm: (form: SendForm) => void,
): void {
  const isDone = useRef(false)
  useEffect(() => {
    if (name === undefined || isDone.current) return
    if (name === RESEND) {
      isDone.current = true
      void loadResend().then((form) => {
        if (form !== undefined) setForm(form)
      })
      return
    }
    const found = templates.find((each) => each.name === name)
    if (found === undefined) return
    isDone.current = true
    setForm(found.form)
  }, [name, templates, setForm])
}

function useSingleSentence(row: SendRow | undefined): string {
  const t = useTexts(sendTexts)
  const textOf = useTextOf()
  if (row === undefined) return t('answerNone')
  if (row.problem !== null && row.status === 'FAILED') return t('answerSingleFailed', { why: textOf(row.problem) })
  const said = t('answerSingle', { status: row.status, broker: row.brokerName ?? '–' })
  return [said, textOf(SEND_STATUS_WORDS[row.status])].join(t.language === 'zh' ? '' : ' ')
}

/** The message of a result row: its own keys, tag and number instead of placeholders. */
function formAgain(row: SendRow, form: SendForm): SendForm {
  return { ...form, keys: row.keys, tag: row.tag, body: form.body.replaceAll('{seq}', String(row.seq)) }
}

function commandLine(form: SendForm): string {
  const tag = form.tag === '' ? '' : ` -c ${quoted(form.tag)}`
  const keys = form.keys === '' ? '' : ` -k ${quoted(form.keys)}`
  return `sendMessage -t ${quoted(form.topic)}${tag}${keys} -p ${quoted(form.bodyKind === 'file' ? form.fileName : form.body)}`
}

function commandOf(form: SendForm, namesrvAddr: string): string {
  return `mqadmin ${commandLine(form).replace('sendMessage', `sendMessage -n '${namesrvAddr}'`)}`
}

function quoted(text: string): string {
  return /^[A-Za-z0-9_.:%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
