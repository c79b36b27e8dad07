/** Answers the requests that this engine refuses, each with the name of the feature and a log line. */
import type { Log } from '../../base/ports.ts'
import { makeResponse } from '../../remoting/command.ts'
import type { Dispatcher } from '../../remoting/dispatcher.ts'
import { REFUSED_REQUESTS } from '../refusals.ts'

export function registerRefusals(dispatcher: Dispatcher, log: Log): void {
  for (const [code, { feature, code: answer, remark }] of REFUSED_REQUESTS) {
    if (dispatcher.has(code)) continue
    dispatcher.register(code, (request, connection) => {
      log.warn('request refused', { code, feature, remote: connection.remoteText })
      return makeResponse(request, answer, { remark })
    })
  }
}
