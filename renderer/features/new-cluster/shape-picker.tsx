/** Step 1: the shapes as pictures, and the numbers behind them. */
import { useId } from 'react'
import type { ReactNode } from 'react'
import type { DraftShape, TopologyName } from '../../../engine/contract/new-cluster-api.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { IconMinus, IconPlus } from '../../ui/icons.tsx'
import { TopologyPicture } from '../../ui/topology-picture.tsx'
import { LIMITS, pictureOfShape, SHAPE_NAMES, shapeOfTopology, withCount } from './draft-shapes.ts'
import type { CountKey } from './draft-shapes.ts'
import { newClusterTexts } from './new-cluster-texts.ts'
import css from './shape-picker.module.css'

const COUNTS: readonly CountKey[] = ['masters', 'slavesPerMaster', 'nameServers', 'machines']
/** Three brokers in a row, as any numbers may be. */
const CUSTOM_PICTURE = {
  masters: 1,
  slavesPerMaster: 2,
  nameServers: 1,
  machines: 3,
  replication: 'async',
} as const

export interface ShapePickerProps {
  readonly shape: DraftShape
  readonly onChange: (shape: DraftShape) => void
}

export function ShapePicker({ shape, onChange }: ShapePickerProps): ReactNode {
  const t = useTexts(newClusterTexts)
  const group = useId()
  return (
    <section aria-labelledby={`${group}-title`} className={css.picker}>
      <h2 id={`${group}-title`}>{t('step1')}</h2>
      <div role="radiogroup" aria-labelledby={`${group}-title`} className={css.shapes}>
        {SHAPE_NAMES.map((topology) => (
          <ShapeCard
            key={topology}
            topology={topology}
            group={group}
            isChosen={shape.topology === topology}
            onChoose={() => onChange(shapeOfTopology(topology, shape))}
          />
        ))}
      </div>
      <div className={css.counts}>
        {COUNTS.map((key) => (
          <Stepper
            key={key}
            label={t(key)}
            value={shape[key]}
            {...LIMITS[key]}
            onChange={(value) => onChange(withCount(shape, key, value))}
          />
        ))}
      </div>
    </section>
  )
}

function ShapeCard(props: {
  topology: TopologyName
  group: string
  isChosen: boolean
  onChoose: () => void
}): ReactNode {
  const { topology, group, isChosen, onChoose } = props
  const t = useTexts(newClusterTexts)
  const isCustom = topology === 'custom'
  const picture = pictureOfShape(isCustom ? CUSTOM_PICTURE : shapeOfTopology(topology))
  return (
    <label className={css.shape} data-active={isChosen || undefined}>
      <input type="radio" name={group} className={css.radio} checked={isChosen} onChange={onChoose} />
      <TopologyPicture {...picture} size="thumb" isOpenEnded={isCustom} />
      <span className={css.words}>
        <b>{isCustom ? t('custom') : topology}</b>
        <span className="t3 s12">{t(`says_${topology}`)}</span>
      </span>
    </label>
  )
}

interface StepperProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onChange: (value: number) => void
}

function Stepper({ label, value, min, max, onChange }: StepperProps): ReactNode {
  const t = useTexts(newClusterTexts)
  return (
    <div className={css.count} role="group" aria-label={label}>
      <span className="t2">{label}</span>
      <span className={css.stepper}>
        <Button
          size="sm"
          icon={IconMinus}
          label={t('fewer', { what: label })}
          isDisabled={value <= min}
          onClick={() => onChange(value - 1)}
        />
        <output className={css.number}>{value}</output>
        <Button
          size="sm"
          icon={IconPlus}
          label={t('more', { what: label })}
          isDisabled={value >= max}
          onClick={() => onChange(value + 1)}
        />
      </span>
    </div>
  )
}
