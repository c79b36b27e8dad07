/** Words about the link of a pair: its popover, what to expect of a fault, its chips. */
import { defineTexts } from '../../i18n/define-texts.ts'

export const linkTexts = defineTexts('topology-link', {
  standsFor: { en: 'This fault of {slave} stands for', zh: '对 {slave} 的这个故障等同于' },
  replication: { en: 'replication', zh: '主从复制' },
  close: { en: 'Close', zh: '关闭' },
  kind: { en: 'What happens on the link', zh: '链路上发生什么' },
  free: { en: 'Free', zh: '畅通' },
  cut: { en: 'Cut', zh: '切断' },
  delay: { en: 'Delay', zh: '延迟' },
  throttle: { en: 'Throttle', zh: '限速' },
  reset: { en: 'Reset', zh: '重置' },
  direction: { en: 'Direction', zh: '方向' },
  data: { en: 'data →', zh: '数据 →' },
  acks: { en: '← acks', zh: '← 确认' },
  both: { en: '↔ both', zh: '↔ 双向' },
  wait: { en: 'Wait', zh: '每包等待' },
  limit: { en: 'Limit', zh: '上限' },
  expect: { en: 'Expect', zh: '预期' },
  onRealHost: { en: 'On a real host', zh: '真实主机上等同于' },
  heal: { en: 'Heal', zh: '恢复' },
  healLink: { en: 'Heal link', zh: '恢复链路' },
  healAll: { en: 'Heal all ({n})', zh: '恢复全部（{n}）' },
  applyCut: { en: 'Cut the link', zh: '切断链路' },
  applyDelay: { en: 'Apply delay', zh: '应用延迟' },
  applyThrottle: { en: 'Apply limit', zh: '应用限速' },
  applyReset: { en: 'Reset connection', zh: '重置连接' },
  applyFree: { en: 'Heal link', zh: '恢复链路' },
  change: { en: 'Change the fault…', zh: '修改故障…' },
  breakLink: { en: 'Break this link…', zh: '对链路制造故障…' },
  nothingToHeal: { en: 'No fault is set on this link.', zh: '这条链路上没有故障。' },
  attached: {
    en: 'This cluster is attached: its links belong to somebody else and are only watched.',
    zh: '这是接入的集群：链路不归实验室所有，只能观察。',
  },

  chipCut: { en: 'cut', zh: '已切断' },
  chipDelay: { en: 'delay {ms}', zh: '延迟 {ms}' },
  chipThrottle: { en: '{rate}', zh: '限速 {rate}' },
  wayData: { en: 'data', zh: '数据' },
  wayAcks: { en: 'acks', zh: '确认' },
  wayBoth: { en: 'both ways', zh: '双向' },

  msProblem: {
    en: 'Wait is a whole number of milliseconds from 1 to {max}.',
    zh: '等待时间应为 1 到 {max} 的整数毫秒。',
  },
  kbpsProblem: { en: 'Limit is a whole number of kbit/s from 1 to {max}.', zh: '上限应为 1 到 {max} 的整数 kbit/s。' },

  expectNothing: { en: 'Nothing changes: no fault is set on this link.', zh: '没有变化：这条链路上没有故障。' },
  expectDelay: {
    en: 'At {rate} a delay of {ms} keeps about {onTheWay} on the way. Lag {before} → about {after}.',
    zh: '按 {rate} 计算，{ms} 的延迟约有 {onTheWay} 始终在途。延迟 {before} → 约 {after}。',
  },
  expectDelayMessages: {
    en: 'At {rate} a delay of {ms} keeps about {onTheWay} on the way. Lag {before} → about {after}, {messages} messages on the master only.',
    zh: '按 {rate} 计算，{ms} 的延迟约有 {onTheWay} 始终在途。延迟 {before} → 约 {after}，{messages} 条消息仅存于主。',
  },
  expectDelayIdle: {
    en: 'Nothing is written now, so no lag is seen yet. Each message will reach {slave} {ms} later.',
    zh: '目前没有写入，暂时看不到延迟。之后每条消息会晚 {ms} 到达 {slave}。',
  },
  expectDelayAcks: {
    en: 'Data reach {slave} as fast as before; the master learns it {ms} later and counts that as lag.',
    zh: '数据仍及时到达 {slave}；主要晚 {ms} 才得知，并计为延迟。',
  },
  expectCut: {
    en: '{slave} falls behind by {perMinute} a minute ({rate}). After {seconds} without a word (haHousekeepingInterval, default) the connection is closed and the pair shows as broken.',
    zh: '{slave} 每分钟多落后 {perMinute}（{rate}）。{seconds} 收不到任何数据后（haHousekeepingInterval 默认值）连接关闭，主从对显示为断开。',
  },
  expectCutIdle: {
    en: 'Nothing is written now, so no lag is seen yet. After {seconds} without a word (haHousekeepingInterval, default) the connection is closed and {slave} shows as broken.',
    zh: '目前没有写入，暂时看不到落后。{seconds} 收不到任何数据后（haHousekeepingInterval 默认值）连接关闭，{slave} 显示为断开。',
  },
  expectCutAcks: {
    en: 'Data still reach {slave}, but {master} hears nothing of it and counts them as lag. After {seconds} (haHousekeepingInterval, default) it closes the connection.',
    zh: '数据仍到达 {slave}，但 {master} 收不到确认，全部计为延迟。{seconds} 后（haHousekeepingInterval 默认值）它会关闭连接。',
  },
  expectThrottle: {
    en: '{written} is written and {passes} passes: {slave} falls behind by {perMinute} a minute as long as that goes on.',
    zh: '写入 {written}，只能通过 {passes}：持续期间 {slave} 每分钟多落后 {perMinute}。',
  },
  expectThrottleEnough: {
    en: '{passes} passes, {written} is written: {slave} keeps up as long as no more is sent.',
    zh: '可通过 {passes}，写入 {written}：只要写入不再增加，{slave} 就能跟上。',
  },
  expectThrottleIdle: {
    en: 'Nothing is written now. Once more than {passes} is written, {slave} falls behind.',
    zh: '目前没有写入。写入超过 {passes} 后，{slave} 就会落后。',
  },
  expectThrottleAcks: {
    en: 'Acknowledgements take 8 bytes each: {passes} is felt only by thousands of them a second.',
    zh: '每个确认只有 8 字节：{passes} 的上限要每秒数千个确认才会有感觉。',
  },
  expectReset: {
    en: 'The connection is closed once, now. {slave} dials again within 5 s and goes on where it was; nothing is lost.',
    zh: '立即关闭一次连接。{slave} 会在 5 s 内重连并从原位点继续，不丢数据。',
  },
  expectHeal: {
    en: 'The link is free again; {slave} has nothing to catch up.',
    zh: '链路恢复畅通；{slave} 没有需要追平的数据。',
  },
  expectHealBehind: {
    en: '{slave} copies the {behind} it is behind; the lag falls back to what the link itself needs.',
    zh: '{slave} 会复制落后的 {behind}，延迟回到链路本身所需的水平。',
  },
  expectHealCut: {
    en: '{slave} connects again and copies the {behind} it is behind.',
    zh: '{slave} 会重新连接，并复制落后的 {behind}。',
  },

  sendAsync: { en: 'No send fails: the master is asynchronous.', zh: '发送不会失败：主为异步复制。' },
  sendSyncCut: {
    en: 'Sends to {master} answer FLUSH_SLAVE_TIMEOUT after {timeout} (slaveTimeout, default), and SLAVE_NOT_AVAILABLE at once when the connection is closed after {closes}.',
    zh: '发往 {master} 的消息在 {timeout} 后返回 FLUSH_SLAVE_TIMEOUT（slaveTimeout 默认值）；{closes} 后连接关闭，则立即返回 SLAVE_NOT_AVAILABLE。',
  },
  sendSyncTimeout: {
    en: 'Sends to {master} answer FLUSH_SLAVE_TIMEOUT after {timeout} (slaveTimeout, default): the slave cannot confirm in time.',
    zh: '发往 {master} 的消息在 {timeout} 后返回 FLUSH_SLAVE_TIMEOUT（slaveTimeout 默认值）：从来不及确认。',
  },
  sendSyncWait: {
    en: 'Each send to {master} waits about {ms} longer: the master is synchronous.',
    zh: '每次发往 {master} 的发送多等约 {ms}：主为同步双写。',
  },
  sendSyncSlower: {
    en: 'Sends to {master} wait for the slave, and answer FLUSH_SLAVE_TIMEOUT beyond {timeout} (slaveTimeout, default).',
    zh: '发往 {master} 的发送要等待从；超过 {timeout}（slaveTimeout 默认值）则返回 FLUSH_SLAVE_TIMEOUT。',
  },
})
