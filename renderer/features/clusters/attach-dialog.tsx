/** Asks for the NameServers of a cluster that runs already, ours or Apache's, and whether it may be changed. */
import { Modal } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { clusterName } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { clusterPath } from '../../routes/addresses.ts'
import { useClusters } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { CheckField, TextField } from '../../ui/field.tsx'
import { ADDRESSES_CHARS_MAX, ADDRESSES_EXAMPLE, isAddressList } from './address-list.ts'
import { clustersTexts } from './clusters-texts.ts'
import css from './attach-dialog.module.css'

export function AttachDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  const t = useTexts(clustersTexts)
  return (
    <Modal opened={isOpen} onClose={onClose} size={480} withCloseButton={false} title={t('attachTitle')}>
      <AttachForm onClose={onClose} />
    </Modal>
  )
}

function AttachForm({ onClose }: { onClose: () => void }): ReactNode {
  const t = useTexts(clustersTexts)
  const navigate = useNavigate()
  const taken = useClusters().map((head) => head.name)
  const [address, setAddress] = useState('')
  const [typedName, setName] = useState<string | undefined>(undefined)
  const [isWritable, setWritable] = useState(false)
  const [wasTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(undefined)

  const name = typedName ?? proposedName(address, taken)
  const isAddressGood = isAddressList(address)
  const nameTrouble = !clusterName.safeParse(name).success
    ? t('attachNameBad')
    : taken.includes(name)
      ? t('attachNameTaken')
      : undefined

  const attach = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (!isAddressGood || nameTrouble !== undefined || isBusy) return
    setBusy(true)
    setError(undefined)
    try {
      const { cluster } = await lab.call('clusters.attach', { name, namesrvAddr: address.trim(), isWritable })
      onClose()
      await navigate(clusterPath(cluster, 'topology'))
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }

  return (
    <form className={css.form} onSubmit={(event) => void attach(event)} noValidate>
      <p className="t2">{t('attachText')}</p>
      <TextField
        label={t('attachAddress')}
        hint={t('attachAddressHint')}
        value={address}
        onChange={setAddress}
        error={wasTried && !isAddressGood ? t('attachAddressBad') : undefined}
        placeholder={ADDRESSES_EXAMPLE}
        maxLength={ADDRESSES_CHARS_MAX}
        isMono
        autoFocus
      />
      <TextField
        label={t('attachName')}
        value={name}
        onChange={setName}
        error={wasTried || typedName !== undefined ? nameTrouble : undefined}
        maxLength={64}
      />
      <CheckField label={t('attachWrites')} hint={t('attachWritesHint')} isOn={isWritable} onChange={setWritable} />
      {error === undefined ? null : <ErrorRegion title={t('attachFailed', { name })} error={error} />}
      <div className={css.foot}>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button variant="primary" type="submit" isBusy={isBusy}>
          {name === '' ? t('attachAct') : t('attachActNamed', { name })}
        </Button>
      </div>
    </form>
  )
}

/** A name from the first address that no cluster has yet. */
function proposedName(address: string, taken: readonly string[]): string {
  const host = (address.trim().split(/[;:]/)[0] ?? '').replace(/[^A-Za-z0-9.-]/g, '')
  const base = host === '' || !/^[A-Za-z0-9]/.test(host) ? 'attached' : host.slice(0, 48)
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base}-${i}`
    if (!taken.includes(name)) return name
  }
}
