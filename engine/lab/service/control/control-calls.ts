/** Which calls are acts of a user on clusters, nodes and links. */
import type { LabServiceHandlers } from '../lab-service.ts'

type ControlCalls =
  | 'clusters.start'
  | 'clusters.stop'
  | 'clusters.delete'
  | 'clusters.attach'
  | 'clusters.allowWrites'
  | 'clusters.tryNow'
  | 'clusters.changeAddress'
  | 'nodes.start'
  | 'nodes.stop'
  | 'nodes.kill'
  | 'nodes.freeze'
  | 'nodes.resume'
  | 'nodes.restart'
  | 'nodes.wipePreview'
  | 'nodes.wipe'
  | 'nodes.clone'
  | 'links.break'
  | 'links.heal'
  | 'links.healAll'

export type ControlHandlers = Pick<LabServiceHandlers, ControlCalls>
