/** What a lab service is to its host (browser host, utility process), which serves its handlers by RPC. */
import type { LabApi } from '../../contract/lab-api.ts'
import type { ApiHandlers } from '../../contract/rpc.ts'
import type { LabServiceSurroundings } from './context.ts'

/** `service.*` calls belong to the host of the service: sessions and capabilities differ there. */
export type HostedCalls = 'service.capabilities' | 'service.sessions' | 'service.revokeSession'
export type LabServiceHandlers = Omit<ApiHandlers<LabApi>, HostedCalls>

export interface LabService {
  readonly handlers: LabServiceHandlers
  /** Adopts what runs and begins to observe. */
  start(): Promise<void>
  /** Ends producers, consumers and connections; the nodes run on. */
  stop(): Promise<void>
}

export type MakeLabService = (surroundings: LabServiceSurroundings) => LabService
