/** Namespaced settings that a name server keeps, and its own configuration. */
import { RequestCode } from '../codes.ts'
import { defineApi, optional, str } from '../fields.ts'

/** `key` is a topic, `value` reads `brokerA:4;brokerB:4`. */
export const ORDER_TOPIC_NAMESPACE = 'ORDER_TOPIC_CONFIG'

export const putKvConfig = defineApi({
  name: 'PUT_KV_CONFIG',
  code: RequestCode.PUT_KV_CONFIG,
  request: { namespace: str(), key: str(), value: str() },
  failures: { SYSTEM_ERROR: 'Namespace or key is missing.' },
  source: ['PutKVConfigRequestHeader', 'DefaultRequestProcessor#putKVConfig'],
})

export const getKvConfig = defineApi({
  name: 'GET_KV_CONFIG',
  code: RequestCode.GET_KV_CONFIG,
  request: { namespace: str(), key: str() },
  response: { value: optional(str()) },
  failures: { QUERY_NOT_FOUND: 'No such key.' },
  source: ['GetKVConfigRequestHeader', 'GetKVConfigResponseHeader', 'DefaultRequestProcessor#getKVConfig'],
})

export const deleteKvConfig = defineApi({
  name: 'DELETE_KV_CONFIG',
  code: RequestCode.DELETE_KV_CONFIG,
  request: { namespace: str(), key: str() },
  source: ['DeleteKVConfigRequestHeader', 'DefaultRequestProcessor#deleteKVConfig'],
})

/** Answer: KVTable. */
export const getKvListByNamespace = defineApi({
  name: 'GET_KVLIST_BY_NAMESPACE',
  code: RequestCode.GET_KVLIST_BY_NAMESPACE,
  request: { namespace: str() },
  failures: { QUERY_NOT_FOUND: 'No such namespace.' },
  source: ['GetKVListByNamespaceRequestHeader', 'DefaultRequestProcessor#getKVListByNamespace'],
})

/** Body: properties text. */
export const updateNamesrvConfig = defineApi({
  name: 'UPDATE_NAMESRV_CONFIG',
  code: RequestCode.UPDATE_NAMESRV_CONFIG,
  failures: {
    SYSTEM_ERROR: 'The text is not a list of properties.',
    NO_PERMISSION: 'A key that may not be changed at run time.',
  },
  source: ['DefaultRequestProcessor#updateConfig'],
})

/** Answer: properties text. */
export const getNamesrvConfig = defineApi({
  name: 'GET_NAMESRV_CONFIG',
  code: RequestCode.GET_NAMESRV_CONFIG,
  source: ['DefaultRequestProcessor#getConfig'],
})
