/** Step 2: the hosts as columns, a card a node with its port and folder. */
import type { ReactNode } from 'react'
import type { ClusterDraft, DoctorFinding, DraftNode } from '../../../engine/contract/new-cluster-api.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { NumberField, SwitchField, TextField } from '../../ui/field.tsx'
import { IconHost } from '../../ui/icons.tsx'
import { RoleShape } from '../../ui/role-shape.tsx'
import { machinesOfDraft } from './draft-shapes.ts'
import css from './host-columns.module.css'
import { newClusterTexts } from './new-cluster-texts.ts'

/** Where the local lab's nodes listen. */
const ADDRESS = '127.0.0.1'
/** What the contract takes; above, the doctor would not even be asked. */
const PORT_TYPED_MAX = 70_000

export interface HostColumnsProps {
  readonly draft: ClusterDraft
  readonly findings: readonly DoctorFinding[]
  readonly home: string
  readonly onCrossed: (isCrossed: boolean) => void
  readonly onNode: (name: string, change: Partial<Pick<DraftNode, 'listenPort' | 'folder'>>) => void
}

export function HostColumns({ draft, findings, home, onCrossed, onNode }: HostColumnsProps): ReactNode {
  const t = useTexts(newClusterTexts)
  const { shape } = draft
  return (
    <section aria-labelledby="new-cluster-hosts">
      <div className={css.head}>
        <h2 id="new-cluster-hosts">{t('step2')}</h2>
        {shape.slavesPerMaster === 0 ? null : (
          <SwitchField
            label={t('crossed')}
            isOn={shape.isCrossed}
            isDisabled={shape.machines === 1}
            onChange={onCrossed}
          />
        )}
      </div>
      <div className={css.hosts}>
        {machinesOfDraft(draft).map(({ machine, nodes }) => (
          <div key={machine} className={css.host} role="group" aria-label={machine}>
            <div className={css.hostHead}>
              <IconHost />
              <b>{machine}</b>
              <span className="t3 cut">{t('thisMachine', { address: ADDRESS })}</span>
            </div>
            {nodes.length === 0 ? <p className="t3 s12">{t('emptyHost')}</p> : null}
            {nodes.map((node) => (
              <NodeCard
                key={node.name}
                node={node}
                findings={findings.filter((finding) => finding.node === node.name)}
                onChange={(change) => onNode(node.name, change)}
              />
            ))}
          </div>
        ))}
      </div>
      <p className={css.note}>
        {t('portsNote')}
        {t.language === 'zh' ? '' : ' '}
        {t('foldersNote', { home })}
      </p>
    </section>
  )
}

interface NodeCardProps {
  readonly node: DraftNode
  readonly findings: readonly DoctorFinding[]
  readonly onChange: (change: Partial<Pick<DraftNode, 'listenPort' | 'folder'>>) => void
}

function NodeCard({ node, findings, onChange }: NodeCardProps): ReactNode {
  const t = useTexts(newClusterTexts)
  const textOf = useTextOf()
  const errorAt = (part: string): string | undefined => {
    const found = findings.find(
      (finding) => finding.severity === 'error' && finding.field?.endsWith(`/${part}`) === true,
    )
    return found === undefined ? undefined : textOf(found.detail)
  }
  const isBroker = node.kind === 'broker'
  const [fast, ha] = [node.listenPort - 2, node.listenPort + 1]
  const role = !isBroker ? 'namesrv' : node.role === 'SLAVE' ? 'slave' : 'master'
  const id = node.brokerId ?? 0
  return (
    <div className={css.node} role="group" aria-label={node.name}>
      <div className={css.nodeHead}>
        <RoleShape role={role} size={20} />
        <b>{node.name}</b>
        <span className={css.role}>
          {role === 'namesrv' ? t('roleNamesrv') : role === 'slave' ? t('roleSlave', { id }) : t('roleMaster', { id })}
        </span>
      </div>
      <div className={css.fields}>
        <span className={css.label} aria-hidden="true">
          {t('port')}
        </span>
        <div className={css.port}>
          <NumberField
            label={t('portOf', { node: node.name })}
            isLabelHidden
            isPlain
            isMono
            size="sm"
            min={0}
            value={node.listenPort}
            error={errorAt('port')}
            onChange={(value) => onChange({ listenPort: Math.min(PORT_TYPED_MAX, Math.max(0, value ?? 0)) })}
            className={css.portField ?? ''}
          />
          {isBroker && fast > 0 ? (
            <span className={css.derived} title={t('derivedTitle', { fast, ha })}>
              {t('derived', { fast, ha })}
            </span>
          ) : null}
        </div>
        <span className={css.label} aria-hidden="true">
          {t('folder')}
        </span>
        <TextField
          label={t('folderOf', { node: node.name })}
          isLabelHidden
          isMono
          size="sm"
          maxLength={4096}
          value={node.folder}
          error={errorAt('folder')}
          onChange={(folder) => onChange({ folder })}
        />
      </div>
      {errorAt('role') === undefined && errorAt('name') === undefined ? null : (
        <p className="bad s12">{errorAt('role') ?? errorAt('name')}</p>
      )}
    </div>
  )
}
