/** The live members of one broker name: answer to GET_BROKER_MEMBER_GROUP. */
import { defineBody, intMapOf, optional, record, recordAs, text } from './shape.ts'

export interface BrokerMemberGroup {
  readonly cluster: string
  readonly brokerName: string
  /** Broker id to `ip:port`. */
  readonly brokerAddrs: ReadonlyMap<number, string>
}

const memberGroupShape = recordAs<BrokerMemberGroup>({
  cluster: text(''),
  brokerName: text(),
  brokerAddrs: intMapOf(text()),
})

/** Without the member the name server knows nobody of that name. */
export const brokerMemberGroupBody = defineBody(
  'GetBrokerMemberGroupResponseBody',
  record({ brokerMemberGroup: optional(memberGroupShape) }),
)
