/** Before the first file: the jars are fetched and the Java programs compiled once, not by two files at the same time. */
import { findApacheLib } from './apache/apache-lib.ts'
import { compilePrograms } from './harness/java-program.ts'

export default function prepare(): void {
  const lib = findApacheLib()
  if (lib.status === 'ready') compilePrograms(lib.dir)
}
