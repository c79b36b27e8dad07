/** What stands before an apply: errors that stop it, each with the way to its line, and cautions with the action that helps. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { PlanProblem } from '../../../../engine/contract/config-api.ts'
import type { NodeView } from '../../../../engine/contract/state.ts'
import { lab } from '../../../api/lab.ts'
import { configPlanTexts } from '../../../i18n/config-plan.ts'
import { useTextOf, useTexts } from '../../../i18n/use-texts.ts'
import { configPath } from '../../../routes/addresses.ts'
import { useFaults, useNodes } from '../../../stores/lab.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { ErrorRegion } from '../../../ui/error-region.tsx'
import { IconHeal, IconPlay, IconRight } from '../../../ui/icons.tsx'
import { Note } from '../../../ui/panel.tsx'
import { linksToHeal } from './links-to-heal.ts'
import css from './plan.module.css'

export interface PlanProblemsProps {
  readonly cluster: string
  readonly problems: readonly PlanProblem[]
}

const TONES = { error: 'bad', warning: 'warn', hint: 'idle' } as const
/** Of each kind; a file with fifty problems is the editor's matter. */
const SHOWN_MAX = 3

/** Problems of one severity; what lint only hints at is the editor's to tell, and what the cluster is in comes first. */
export function PlanProblems({ cluster, problems }: PlanProblemsProps): ReactNode {
  const t = useTexts(configPlanTexts)
  const shown = problems
    .filter((problem) => problem.severity !== 'hint' || problem.line === null)
    .toSorted((a, b) => Number(a.line !== null) - Number(b.line !== null))
  const [first] = shown
  if (first === undefined) return null
  const hasErrors = first.severity === 'error'
  const more = shown.length - SHOWN_MAX
  const node = shown[SHOWN_MAX]?.node ?? undefined
  return (
    <section className={css.section} aria-label={t(hasErrors ? 'stops' : 'cautions')}>
      {shown.slice(0, SHOWN_MAX).map((problem, index) => (
        <Problem key={`${problem.id} ${problem.node} ${problem.key} ${index}`} cluster={cluster} problem={problem} />
      ))}
      {more > 0 ? (
        <div className={css.actions}>
          <LinkButton size="sm" icon={IconRight} to={configPath(cluster, 'edit', node)}>
            {t('moreInEditor', { n: more })}
          </LinkButton>
        </div>
      ) : null}
    </section>
  )
}

function Problem({ cluster, problem }: { readonly cluster: string; readonly problem: PlanProblem }): ReactNode {
  const t = useTexts(configPlanTexts)
  const textOf = useTextOf()
  const { node, line, key } = problem
  const isAboutFile = line !== null || key !== null
  return (
    <Note tone={TONES[problem.severity]} className={css.problem ?? ''}>
      <b>{textOf(problem.message)}</b>
      {problem.fix === null ? null : <p>{textOf(problem.fix)}</p>}
      <div className={css.actions}>
        {node !== null && isAboutFile ? (
          <LinkButton size="sm" icon={IconRight} to={configPath(cluster, 'edit', node, key === null ? {} : { key })}>
            {line === null ? t('toNode', { node }) : t('toLine', { line, node })}
          </LinkButton>
        ) : null}
        {isAboutFile ? null : <Helps cluster={cluster} node={node} />}
      </div>
    </Note>
  )
}

/** Faults on the links of the node, and the node itself when it stands still: what a click can put right. */
function Helps({ cluster, node }: { readonly cluster: string; readonly node: string | null }): ReactNode {
  const t = useTexts(configPlanTexts)
  const faults = useFaults(cluster)
  const view = useNodes(cluster).find((each) => each.name === node)
  const [failed, setFailed] = useState<{ readonly title: string; readonly error: unknown }>()
  const run = async (title: string, call: () => Promise<unknown>): Promise<void> => {
    setFailed(undefined)
    try {
      await call()
    } catch (error) {
      setFailed({ title, error })
    }
  }
  const links = node === null ? [] : linksToHeal(faults, node)
  return (
    <>
      {links.map(({ from, to, name }) => (
        <Button
          key={name}
          size="sm"
          variant="fault"
          icon={IconHeal}
          onClick={() =>
            void run(t('healFailed', { link: name }), () => lab.call('links.heal', { cluster, node: from, peer: to }))
          }
        >
          {t('healLink', { link: name })}
        </Button>
      ))}
      {view !== undefined && canStart(view) ? (
        <Button
          size="sm"
          icon={IconPlay}
          onClick={() =>
            void run(t('startFailed', { node: view.name }), () => lab.call('nodes.start', { cluster, node: view.name }))
          }
        >
          {t('startNode', { node: view.name })}
        </Button>
      ) : null}
      {view?.isOurs === true && view.state === 'frozen' ? (
        <Button
          size="sm"
          variant="fault"
          icon={IconPlay}
          onClick={() =>
            void run(t('resumeFailed', { node: view.name }), () =>
              lab.call('nodes.resume', { cluster, node: view.name }),
            )
          }
        >
          {t('resumeNode', { node: view.name })}
        </Button>
      ) : null}
      {failed === undefined ? null : <ErrorRegion title={failed.title} error={failed.error} />}
    </>
  )
}

function canStart(node: NodeView): boolean {
  return node.isOurs && (node.state === 'stopped' || node.state === 'killed' || node.state === 'crashed')
}
