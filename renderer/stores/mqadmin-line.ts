/** The strip for a view that stands for an mqadmin command: the name servers of the cluster are filled in, the console gets the line. */
import { useStandsFor } from './command-strip.ts'
import { useCluster } from './lab.ts'
import { shellWord } from './shell-word.ts'

/** `mqadmin topicRoute -t orders -n 127.0.0.1:9876`, as it is typed in a shell. */
export function useMqadminCommand(cluster: string): (line: string) => string {
  const head = useCluster(cluster)
  return (line) => `mqadmin ${line}${head === undefined ? '' : ` -n ${shellWord(head.namesrvAddr)}`}`
}

/** @param line without the word mqadmin and without -n */
export function useMqadminStrip(cluster: string, line: string, says: string): void {
  const commandOf = useMqadminCommand(cluster)
  useStandsFor({ says, command: commandOf(line), mqadminLine: line })
}
