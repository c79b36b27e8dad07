/** The questions about a whole cluster: delete (ours, with the loss in numbers), detach, allow changes, find it elsewhere (not ours). */
import type { ReactNode } from 'react'
import type { ClusterHead, NodeView } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { useService } from '../../stores/lab.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { bytes as bytesText, count } from '../../ui/format.ts'
import { IconAttach, IconEdit } from '../../ui/icons.tsx'
import { ChangeAddressDialog } from './change-address-dialog.tsx'
import { clustersTexts } from './clusters-texts.ts'
import { useStoredBytes } from './use-stored-bytes.ts'

export type ClusterQuestion = 'delete' | 'allow-writes' | 'change-address' | null

export interface ClusterDialogsProps {
  readonly head: ClusterHead
  readonly nodes: readonly NodeView[]
  readonly question: ClusterQuestion
  readonly onClose: () => void
}

export function ClusterDialogs({ head, nodes, question, onClose }: ClusterDialogsProps): ReactNode {
  const isAttached = head.kind === 'attached'
  return (
    <>
      {isAttached ? (
        <DetachDialog head={head} isOpen={question === 'delete'} onClose={onClose} />
      ) : (
        <DeleteDialog head={head} nodes={nodes} isOpen={question === 'delete'} onClose={onClose} />
      )}
      {isAttached ? (
        <>
          <AllowDialog head={head} isOpen={question === 'allow-writes'} onClose={onClose} />
          <ChangeAddressDialog head={head} isOpen={question === 'change-address'} onClose={onClose} />
        </>
      ) : null}
    </>
  )
}

interface DialogProps {
  readonly head: ClusterHead
  readonly isOpen: boolean
  readonly onClose: () => void
}

function DeleteDialog({ head, nodes, isOpen, onClose }: DialogProps & { nodes: readonly NodeView[] }): ReactNode {
  const t = useTexts(clustersTexts)
  const { name } = head
  const home = useService()?.machine.home ?? ''
  const stored = useStoredBytes(
    name,
    nodes.map((node) => node.name),
    isOpen,
  )
  const running = nodes.filter((node) => node.pid !== null).length
  const params = { n: nodes.length, folder: `${home}/clusters/${name}` }
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t('deleteTitle', { name })}
      typedName={name}
      command={`mqlab down --name ${name} --wipe`}
      confirmLabel={t('deleteConfirm', { name })}
      warning={running === 0 ? t('deleteCopies') : `${t('deleteRunning', { n: running })} ${t('deleteCopies')}`}
      onConfirm={async () => {
        await lab.call('clusters.delete', { cluster: name, typedName: name })
      }}
      onClose={onClose}
    >
      {stored === undefined
        ? t('deleteTextUnknown', params)
        : t('deleteText', { ...params, n: count(params.n), bytes: bytesText(stored) })}
    </ConfirmDialog>
  )
}

function DetachDialog({ head, isOpen, onClose }: DialogProps): ReactNode {
  const t = useTexts(clustersTexts)
  const { name, namesrvAddr } = head
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t('detachTitle', { name })}
      icon={IconAttach}
      confirmLabel={t('detachConfirm', { name })}
      onConfirm={async () => {
        await lab.call('clusters.delete', { cluster: name, typedName: name })
      }}
      onClose={onClose}
    >
      {t('detachText', { address: namesrvAddr })}
    </ConfirmDialog>
  )
}

function AllowDialog({ head, isOpen, onClose }: DialogProps): ReactNode {
  const t = useTexts(clustersTexts)
  const { name } = head
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t('allowTitle', { name })}
      icon={IconEdit}
      confirmLabel={t('allowConfirm', { name })}
      onConfirm={async () => {
        await lab.call('clusters.allowWrites', { cluster: name, isWritable: true })
      }}
      onClose={onClose}
    >
      {t('allowText')}
    </ConfirmDialog>
  )
}
