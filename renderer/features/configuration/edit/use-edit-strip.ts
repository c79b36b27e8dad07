/** What the editor stands for in a shell: lint of the file, or what an attached node is asked. */
import type { ConfigFile } from '../../../../engine/contract/config-api.ts'
import { configEditTexts } from '../../../i18n/config-edit.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { useStandsFor } from '../../../stores/command-strip.ts'
import { useNode } from '../../../stores/lab.ts'
import { useMqadminCommand } from '../../../stores/mqadmin-line.ts'
import { shellWord } from '../../../stores/shell-word.ts'

export function useEditStrip(cluster: string, file: ConfigFile | undefined): void {
  const t = useTexts(configEditTexts)
  const commandOf = useMqadminCommand(cluster)
  const node = useNode(cluster, file?.node ?? '')
  const asked = node === undefined ? undefined : askLine(file?.kind, node.address)
  const isFile = file?.source === 'file' && file.path !== null
  useStandsFor(
    file === undefined
      ? null
      : isFile
        ? { says: t('standsForLint'), command: `mqlab lint ${shellWord(file.path ?? file.node)}` }
        : asked === undefined
          ? null
          : { says: t('standsForRunning'), command: commandOf(asked), mqadminLine: asked },
  )
}

function askLine(kind: ConfigFile['kind'] | undefined, address: string): string {
  return kind === 'namesrv' ? 'getNamesrvConfig' : `getBrokerConfig -b ${shellWord(address)}`
}
