/** Fields for the machines an export is for: an address a host, one folder for the stores. */
import type { ReactNode } from 'react'
import { isAbsolutePath, isPlainAddress } from '../../../../engine/config/export/rehome.ts'
import type { TopologyFiles } from '../../../../engine/config/topology-files.ts'
import { configExportTexts } from '../../../i18n/config-export.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { TextField } from '../../../ui/field.tsx'
import css from './export-dialog.module.css'
import type { Machines } from './new-machines.ts'

/** More hosts than fit are given by `mqlab export --host`. */
const HOSTS_SHOWN_MAX = 8

export interface MachineFieldsProps {
  readonly topology: TopologyFiles
  /** Else it is attached: its hosts are real machines. */
  readonly isOurs: boolean
  readonly machines: Machines
  readonly onChange: (machines: Machines) => void
}

export function MachineFields({ topology, isOurs, machines, onChange }: MachineFieldsProps): ReactNode {
  const t = useTexts(configExportTexts)
  const { addresses, storeRoot } = machines
  const isAddressBad = (text: string): boolean => text.trim() !== '' && !isPlainAddress(text.trim())
  return (
    <fieldset className={css.machines}>
      <legend>
        <b>{t('machines')}</b> <span className="t3 s12">{t(isOurs ? 'machinesNote' : 'machinesNoteAttached')}</span>
      </legend>
      <div className={css.fields}>
        {topology.hosts.slice(0, HOSTS_SHOWN_MAX).map(({ name, addresses: now }) => {
          const typed = addresses[name] ?? ''
          return (
            <TextField
              key={name}
              label={t('addressOf', { host: name })}
              isMono
              size="sm"
              maxLength={253}
              placeholder={now[0] ?? ''}
              value={typed}
              error={isAddressBad(typed) ? t('addressBad') : undefined}
              onChange={(address) => onChange({ ...machines, addresses: { ...addresses, [name]: address } })}
            />
          )
        })}
        <TextField
          label={t('store')}
          isMono
          size="sm"
          maxLength={1024}
          placeholder={t('storeSample')}
          value={storeRoot}
          error={storeRoot.trim() !== '' && !isAbsolutePath(storeRoot.trim()) ? t('storeBad') : undefined}
          onChange={(folder) => onChange({ ...machines, storeRoot: folder })}
        />
      </div>
    </fieldset>
  )
}
