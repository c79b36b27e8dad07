/**
 * A cluster of property files or of an article: open or paste, see what was recognised, repair, create. Nothing is written before
 * the button at the foot is pressed; afterwards the screen tells what was changed.
 */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { clusterName } from '../../../../engine/contract/state.ts'
import { lab } from '../../../api/lab.ts'
import { fromFilesTexts } from '../../../i18n/from-files.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { newClusterPath } from '../../../routes/addresses.ts'
import { useStandsFor } from '../../../stores/command-strip.ts'
import { useClusters } from '../../../stores/lab.ts'
import { shellWord } from '../../../stores/shell-word.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { IconBack } from '../../../ui/icons.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Screen } from '../../../ui/screen.tsx'
import { ChangesSummary } from './changes-summary.tsx'
import type { CreatedCluster } from './changes-summary.tsx'
import { CreateFoot } from './create-foot.tsx'
import { FilePreview } from './file-preview.tsx'
import css from './from-files.module.css'
import { proposedName } from './proposed-name.ts'
import { ProblemPanel } from './problem-panel.tsx'
import { foundSentence } from './found-sentence.ts'
import { SourcePanel } from './source-panel.tsx'
import { TopologyColumns } from './topology-columns.tsx'
import { useFromFiles } from './use-from-files.ts'

/** The files as they were opened, in a folder of the user's. */
const FOLDER = 'FOLDER'

export function FromFilesScreen(): ReactNode {
  const t = useTexts(fromFilesTexts)
  const made = useFromFiles()
  const taken = useClusters().map((head) => head.name)
  const [looked, setLooked] = useState<string | undefined>(undefined)
  const [working, setWorking] = useState<'create' | 'start' | null>(null)
  const [error, setError] = useState<unknown>(undefined)
  const [created, setCreated] = useState<CreatedCluster | null>(null)
  const { topology } = made
  const name = made.typedName ?? proposedName(topology, taken)
  const nameTrouble = !clusterName.safeParse(name).success
    ? t('nameBad')
    : taken.includes(name) && created === null
      ? t('nameTaken', { name })
      : undefined

  useStandsFor(
    created === null
      ? { says: t('standsFor'), command: `mqlab up ${FOLDER} --name ${shellWord(name)}` }
      : { command: `mqlab status --name ${shellWord(created.cluster)}` },
  )

  const create = async (start: boolean): Promise<void> => {
    setWorking(start ? 'start' : 'create')
    setError(undefined)
    try {
      const { cluster, changes } = await lab.call('clusters.createFromFiles', {
        name,
        start,
        topology: {
          clusterName: topology.clusterName,
          hosts: topology.hosts.map((host) => ({ name: host.name, addresses: [...host.addresses] })),
          files: topology.files.map(({ host, node, program, text, origin }) => ({
            host,
            node,
            program,
            text,
            ...(origin === undefined ? {} : { origin }),
          })),
        },
      })
      setCreated({ cluster, changes })
      made.forget()
    } catch (failure) {
      setError(failure)
    }
    setWorking(null)
  }

  if (created !== null) return <ChangesSummary created={created} />
  return (
    <Screen>
      <PageHeader
        title={t('title')}
        answer={foundSentence(made, t)}
        actions={
          <LinkButton to={newClusterPath()} icon={IconBack}>
            {t('otherWay')}
          </LinkButton>
        }
      />
      <div className={css.columns}>
        <SourcePanel made={made} />
        <TopologyColumns
          made={made}
          name={name}
          nameTrouble={made.isEmpty && made.typedName === undefined ? undefined : nameTrouble}
          looked={looked}
          onLook={setLooked}
        />
        <div className={css.right}>
          <ProblemPanel made={made} onLook={setLooked} />
          <FilePreview made={made} chosen={looked} onChoose={setLooked} />
        </div>
      </div>
      <CreateFoot
        made={made}
        name={name}
        isNameGood={nameTrouble === undefined}
        working={working}
        error={error}
        onCreate={(start) => void create(start)}
      />
    </Screen>
  )
}
