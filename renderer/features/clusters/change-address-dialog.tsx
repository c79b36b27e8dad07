/** Where an attached cluster's NameServers are now: asked for, tried by the service, kept once they answer. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ClusterHead } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { TextField } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { ADDRESSES_CHARS_MAX, ADDRESSES_EXAMPLE, isAddressList } from './address-list.ts'
import { clustersTexts } from './clusters-texts.ts'

export interface ChangeAddressDialogProps {
  readonly head: ClusterHead
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function ChangeAddressDialog(props: ChangeAddressDialogProps): ReactNode {
  // Mounted anew each time: it starts from the address of now.
  return props.isOpen ? <AddressDialog {...props} /> : null
}

function AddressDialog({ head, onClose }: ChangeAddressDialogProps): ReactNode {
  const t = useTexts(clustersTexts)
  const { name, namesrvAddr } = head
  const [address, setAddress] = useState(namesrvAddr)
  const isGood = isAddressList(address)
  const isSame = address.trim() === namesrvAddr
  return (
    <FormDialog
      isOpen
      title={t('addressTitle', { name })}
      submitLabel={t('addressSave')}
      reason={!isGood ? t('attachAddressBad') : isSame ? t('addressSame') : undefined}
      onSubmit={async () => {
        await lab.call('clusters.changeAddress', { cluster: name, namesrvAddr: address.trim() })
      }}
      onClose={onClose}
    >
      <p className="t2">{t('addressText')}</p>
      <TextField
        label={t('attachAddress')}
        hint={t('attachAddressHint')}
        value={address}
        onChange={setAddress}
        error={address !== '' && !isGood ? t('attachAddressBad') : undefined}
        placeholder={ADDRESSES_EXAMPLE}
        maxLength={ADDRESSES_CHARS_MAX}
        isMono
        autoFocus
      />
    </FormDialog>
  )
}
