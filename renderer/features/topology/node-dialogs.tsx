/** The questions before data are lost: wiping a node's store, cloning a diverged slave anew. The loss is told in numbers first. */
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { OutputOf } from '../../../engine/contract/rpc.ts'
import type { LabApi } from '../../../engine/contract/lab-api.ts'
import { lab } from '../../api/lab.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { useNode, usePairs } from '../../stores/lab.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { CheckField } from '../../ui/field.tsx'
import { bytes, count, list } from '../../ui/format.ts'
import { IconCopy } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import { drawerTexts } from './drawer-texts.ts'
import css from './node-dialogs.module.css'
import { commandOf, hasProcess } from './node-actions.ts'
import { useQuestions } from './run-action.ts'

type Preview = OutputOf<LabApi['nodes.wipePreview']>

/** Shows the question that is asked, if any. Once per screen that offers the actions. */
export function NodeDialogs(): ReactNode {
  const asked = useQuestions((state) => state.asked)
  if (asked === null) return null
  return <Question key={`${asked.action} ${asked.cluster} ${asked.node}`} {...asked} />
}

function Question(props: { cluster: string; node: string; action: 'wipe' | 'clone' }): ReactNode {
  const { cluster, node: name, action } = props
  const t = useTexts(drawerTexts)
  const node = useNode(cluster, name)
  const master = usePairs(cluster).find((pair) => pair.slave === name)?.master
  const [startAgain, setStartAgain] = useState(true)
  const { preview, error, retry } = usePreview(cluster, name)
  const isClone = action === 'clone'
  const isUp = node !== undefined && hasProcess(node)
  const warning = isClone
    ? t('cloneWarning', { node: name, master: master ?? '–' })
    : node?.role === 'slave' && master !== undefined
      ? t('wipeWarningSlave', { master })
      : node?.role === 'master'
        ? t('wipeWarningMaster', { node: name })
        : undefined

  return (
    <ConfirmDialog
      isOpen
      title={t(isClone ? 'cloneTitle' : 'wipeTitle', { node: name })}
      typedName={name}
      confirmLabel={t(isClone ? 'cloneConfirm' : isUp ? 'wipeConfirmStop' : 'wipeConfirm', { node: name })}
      {...(isClone ? { icon: IconCopy } : {})}
      {...(warning === undefined ? {} : { warning })}
      {...(node === undefined ? {} : { command: commandOf(action, node).command })}
      onClose={() => useQuestions.setState({ asked: null })}
      onConfirm={async () => {
        if (isClone) await lab.call('nodes.clone', { cluster, node: name, typedName: name })
        else await lab.call('nodes.wipe', { cluster, node: name, typedName: name, startAgain })
      }}
    >
      <div className={css.question}>
        {error === undefined ? null : <ErrorRegion error={error} onRetry={retry} />}
        {preview === undefined ? (
          error === undefined ? (
            <Loading what={t('theLoss')} rows={2} />
          ) : null
        ) : (
          <Loss preview={preview} />
        )}
        {isClone ? null : <CheckField label={t('startAgain')} isOn={startAgain} onChange={setStartAgain} />}
      </div>
    </ConfirmDialog>
  )
}

function Loss({ preview }: { preview: Preview }): ReactNode {
  const t = useTexts(drawerTexts)
  const textOf = useTextOf()
  const { storeBytes, bytesOnlyHere, messagesOnlyHere, copies } = preview
  return (
    <>
      <p>
        {t('lossStore', { size: bytes(storeBytes) })} {textOf(preview.sentence)}
      </p>
      {bytesOnlyHere === null || bytesOnlyHere === 0 ? null : (
        <p className="bad">
          {messagesOnlyHere === null
            ? t('lossOnlyHere', { size: bytes(bytesOnlyHere) })
            : t('lossOnlyHereMessages', { size: bytes(bytesOnlyHere), messages: count(messagesOnlyHere) })}
        </p>
      )}
      {copies.length === 0 ? null : (
        <p className="t3 s12">
          {t('lossCopies', {
            copies: list(
              copies.map((copy) => (copy.maxOffset === null ? copy.node : `${copy.node} (${count(copy.maxOffset)})`)),
              t.language,
            ),
          })}
        </p>
      )}
    </>
  )
}

function usePreview(
  cluster: string,
  node: string,
): { preview: Preview | undefined; error: unknown; retry: () => void } {
  const [state, setState] = useState<{ preview?: Preview; error?: unknown }>({})
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let isCurrent = true
    lab
      .call('nodes.wipePreview', { cluster, node })
      .then((preview) => {
        if (isCurrent) setState({ preview })
      })
      .catch((error: unknown) => {
        if (isCurrent) setState({ error })
      })
    return () => {
      isCurrent = false
    }
  }, [cluster, node, attempt])
  return {
    preview: state.preview,
    error: state.error,
    retry: () => {
      setState({})
      setAttempt((before) => before + 1)
    },
  }
}
