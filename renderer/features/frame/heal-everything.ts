/** Takes every fault of some clusters back; a refusal becomes a notice. */
import { lab } from '../../api/lab.ts'
import { notify } from '../../stores/notices.ts'
import { errorText } from '../../ui/error-region.tsx'

export async function healEverything(clusters: readonly string[]): Promise<void> {
  await Promise.all(
    clusters.map(async (cluster) => {
      try {
        await lab.call('links.healAll', { cluster })
      } catch (error) {
        const text = errorText(error)
        notify({
          tone: 'bad',
          subject: cluster,
          cluster,
          sentence: typeof text === 'string' ? { en: text, zh: text } : text,
        })
      }
    }),
  )
}
