/** Step 2: the cluster's name, the hosts as columns and their nodes as cards. */
import type { ReactNode } from 'react'
import type { Finding } from '../../../../engine/config/finding.ts'
import { nodeFacts, TIERS } from '../../../../engine/config/export/node-facts.ts'
import type { NodeFacts } from '../../../../engine/config/export/node-facts.ts'
import type { TopologyHost } from '../../../../engine/config/topology-files.ts'
import { fromFilesTexts } from '../../../i18n/from-files.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { Chip } from '../../../ui/chip.tsx'
import { TextField } from '../../../ui/field.tsx'
import { IconHost } from '../../../ui/icons.tsx'
import { RoleShape } from '../../../ui/role-shape.tsx'
import columns from '../host-columns.module.css'
import { newClusterTexts } from '../new-cluster-texts.ts'
import css from './from-files.module.css'
import { isInTheWay } from './topology-problems.ts'
import type { FromFiles } from './use-from-files.ts'

export interface TopologyColumnsProps {
  readonly made: FromFiles
  readonly name: string
  readonly nameTrouble: string | undefined
  /** Node whose file is shown. */
  readonly looked: string | undefined
  readonly onLook: (node: string) => void
}

export function TopologyColumns({ made, name, nameTrouble, looked, onLook }: TopologyColumnsProps): ReactNode {
  const t = useTexts(fromFilesTexts)
  const all = nodeFacts(made.topology)
  const facts = TIERS.flatMap((tier) => all.filter((each) => each.tier === tier))
  const hosts = made.topology.hosts.filter((host) => facts.some(({ file }) => file.host === host.name))
  return (
    <section className={css.middle} aria-labelledby="from-files-hosts">
      <TextField
        label={t('clusterName')}
        value={name}
        maxLength={64}
        error={nameTrouble}
        onChange={made.setName}
        className={css.name ?? ''}
      />
      <h2 id="from-files-hosts" className={css.hostsTitle}>
        {t('hosts')}
      </h2>
      {hosts.length === 0 ? (
        <p className={css.empty}>{t('noHosts')}</p>
      ) : (
        <div className={css.hosts}>
          {hosts.map((host) => (
            <Host
              key={host.name}
              host={host}
              facts={facts.filter(({ file }) => file.host === host.name)}
              made={made}
              looked={looked}
              onLook={onLook}
            />
          ))}
        </div>
      )}
      {hosts.length === 0 ? null : <p className={columns.note}>{t('hostsNote')}</p>}
    </section>
  )
}

interface HostProps extends Pick<TopologyColumnsProps, 'made' | 'looked' | 'onLook'> {
  readonly host: TopologyHost
  readonly facts: readonly NodeFacts[]
}

function Host({ host, facts, made, looked, onLook }: HostProps): ReactNode {
  const t = useTexts(fromFilesTexts)
  const others = host.addresses.filter((address) => address !== host.name)
  return (
    <div className={columns.host} role="group" aria-label={host.name}>
      <div className={columns.hostHead}>
        <IconHost />
        <b className="cut">{host.name}</b>
      </div>
      {others.length === 0 ? null : (
        <p className={css.addresses} title={others.join(' ')}>
          {t('addressOf', { addresses: others.join(' ') })}
        </p>
      )}
      {facts.map((each) => (
        <NodeCard
          key={each.file.node}
          facts={each}
          findings={made.findings.filter((finding) => finding.file === each.file.node)}
          isOnlyNamed={made.isOnlyNamed(each.file.node)}
          isLooked={looked === each.file.node}
          onLook={() => onLook(each.file.node)}
        />
      ))}
    </div>
  )
}

interface NodeCardProps {
  readonly facts: NodeFacts
  readonly findings: readonly Finding[]
  readonly isOnlyNamed: boolean
  readonly isLooked: boolean
  readonly onLook: () => void
}

function NodeCard({ facts, findings, isOnlyNamed, isLooked, onLook }: NodeCardProps): ReactNode {
  const t = useTexts(fromFilesTexts)
  const words = useTexts(newClusterTexts)
  const { file, tier, view, listenPort, ports, folders } = facts
  const id = view.get('brokerId')?.trim() ?? '0'
  const role = tier === 'namesrv' ? '' : tier === 'slave' ? words('roleSlave', { id }) : words('roleMaster', { id: 0 })
  const derived = ports.filter((port) => port !== listenPort)
  const real = findings.filter((finding) => finding.severity !== 'hint')
  return (
    <button
      type="button"
      className={css.card}
      aria-label={t('lookAt', { node: file.node })}
      aria-pressed={isLooked}
      onClick={onLook}
    >
      <span className={columns.nodeHead}>
        <RoleShape role={tier} size={20} />
        <b className="cut">{file.node}</b>
        {role === '' ? null : <span className={columns.role}>{role}</span>}
      </span>
      <span className={css.facts}>
        <span className="t3">{t('ports')}</span>
        <span className="mono">
          {listenPort}
          {derived.length === 0 ? null : <span className="t3"> {derived.join(' ')}</span>}
        </span>
        {folders[0] === undefined ? null : (
          <>
            <span className="t3">{t('folder')}</span>
            <span className="mono cut" title={folders[0]}>
              {folders[0]}
            </span>
          </>
        )}
      </span>
      {isOnlyNamed ? <span className="t3 s12">{t('onlyNamed')}</span> : null}
      {real.length === 0 ? null : (
        <span className={css.cardProblems}>
          <Chip tone={real.some(isInTheWay) ? 'bad' : 'warn'}>{t('problemsOf', { n: real.length })}</Chip>
        </span>
      )}
    </button>
  )
}
