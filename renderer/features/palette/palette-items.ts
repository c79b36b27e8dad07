/** Everything the palette offers, made from the mirror of the lab when it is opened. Only what is possible now is offered. */
import type { ClusterHead, FaultView, NodeView, PairView } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'
import { fillText } from '../../i18n/define-texts.ts'
import type { TextPair, TextParam } from '../../i18n/define-texts.ts'
import { paletteItems } from '../../i18n/palette.ts'
import { keysOfScreen } from '../../keys/go-keys.ts'
import { CLUSTERS_PATH, clusterPath, configPath, NEW_CLUSTER_PATH } from '../../routes/addresses.ts'
import type { ClusterScreen } from '../../routes/addresses.ts'
import { useSettings } from '../../stores/settings.ts'
import {
  IconClient,
  IconClock,
  IconCut,
  IconFreeze,
  IconGraph,
  IconGrid,
  IconGroup,
  IconHeal,
  IconKeyboard,
  IconKill,
  IconLag,
  IconLog,
  IconMessage,
  IconMoon,
  IconPlay,
  IconPlus,
  IconReceive,
  IconRestart,
  IconSend,
  IconSliders,
  IconStop,
  IconSum,
  IconSun,
  IconTerminal,
  IconThrottle,
  IconTopic,
  IconTrash,
} from '../../ui/icons.tsx'
import type { Icon } from '../../ui/icons.tsx'
import type { PaletteItem } from './palette-search.ts'

export interface PaletteSubject {
  readonly cluster: ClusterHead | undefined
  readonly clusters: readonly ClusterHead[]
  readonly nodes: readonly NodeView[]
  readonly pairs: readonly PairView[]
  readonly faults: readonly FaultView[]
  readonly topics: readonly string[]
  readonly groups: readonly string[]
  readonly commands: readonly { readonly name: string; readonly help: TextPair }[]
  /** Keys of broker files. */
  readonly properties: readonly { readonly key: string; readonly meaning: TextPair }[]
}

export interface PaletteWays {
  readonly go: (path: string) => void
  readonly showKeys: () => void
}

type TextKey = keyof typeof paletteItems.texts

/** All items, in the order they stand without a query. */
export function itemsOf(subject: PaletteSubject, ways: PaletteWays): readonly PaletteItem[] {
  const { cluster } = subject
  return [
    ...(cluster === undefined ? [] : clusterItems(cluster, subject, ways)),
    ...screenItems(cluster?.name, ways),
    ...lifecycleItems(subject, ways),
    ...(cluster === undefined ? [] : resourceItems(cluster.name, subject, ways)),
    ...windowItems(ways),
  ]
}

function clusterItems(cluster: ClusterHead, subject: PaletteSubject, ways: PaletteWays): PaletteItem[] {
  const ours = subject.nodes.filter((node) => node.isOurs)
  return [
    ...subject.pairs
      .filter((pair) => ours.some((node) => node.name === pair.master))
      .flatMap((pair) => linkItems(cluster.name, pair, subject.faults, ways)),
    ...subject.nodes.flatMap((node) => nodeItems(cluster.name, node, ways)),
  ]
}

function nodeItems(cluster: string, node: NodeView, ways: PaletteWays): PaletteItem[] {
  const params = { node: node.name }
  const open = clusterPath(cluster, 'topology', { node: node.name })
  const verb = (
    name: 'start' | 'stop' | 'kill' | 'freeze' | 'resume' | 'restart',
    icon: Icon,
    title: TextKey,
    note?: TextKey,
  ): PaletteItem => ({
    id: `node:${node.name}:${name}`,
    group: 'nodes',
    icon,
    title: both(title, params),
    ...(note === undefined ? {} : { note: both(note) }),
    command: `mqlab ${name === 'freeze' ? 'pause' : name} ${node.name} --name ${cluster}`,
    run: () => lab.call(`nodes.${name}`, { cluster, node: node.name }),
  })
  const lives = ['running', 'starting', 'frozen', 'unreachable'].includes(node.state)
  const isFrozen = node.state === 'frozen'
  const actions = !node.isOurs
    ? []
    : [
        ...(lives ? [] : [verb('start', IconPlay, 'startNode')]),
        ...(isFrozen ? [verb('resume', IconPlay, 'resumeNode')] : []),
        ...(lives && !isFrozen
          ? [verb('stop', IconStop, 'stopNode'), verb('restart', IconRestart, 'restartNode')]
          : []),
        ...(lives ? [verb('kill', IconKill, 'killNode', 'killNote')] : []),
        ...(lives && !isFrozen ? [verb('freeze', IconFreeze, 'freezeNode', 'freezeNote')] : []),
        ...(node.kind === 'broker'
          ? [leadsTo(`node:${node.name}:wipe`, 'nodes', IconTrash, both('wipeNode', params), open, ways)]
          : []),
        leadsTo(
          `node:${node.name}:log`,
          'nodes',
          IconLog,
          both('logOfNode', params),
          clusterPath(cluster, 'logs', { node: node.name }),
          ways,
        ),
      ]
  return [leadsTo(`node:${node.name}`, 'nodes', IconGraph, both('openNode', params), open, ways), ...actions]
}

function linkItems(cluster: string, pair: PairView, faults: readonly FaultView[], ways: PaletteWays): PaletteItem[] {
  const params = { link: `${pair.master} → ${pair.slave}` }
  const path = clusterPath(cluster, 'topology', { link: pair.id })
  const ends = [pair.master, pair.slave]
  const fault = faults.find((each) => ends.includes(each.node) && ends.includes(each.peer))
  const heal: PaletteItem[] =
    fault === undefined
      ? []
      : [
          {
            id: `link:${pair.id}:heal`,
            group: 'links',
            icon: IconHeal,
            title: both('healLink', params),
            note: faultNote(fault),
            command: `mqlab fault ${fault.node} heal --peer ${fault.peer} --name ${cluster}`,
            run: () => lab.call('links.heal', { cluster, node: fault.node, peer: fault.peer }),
          },
        ]
  const note = both('linkNote')
  return [
    ...heal,
    { ...leadsTo(`link:${pair.id}:delay`, 'links', IconClock, both('delayLink', params), path, ways), note },
    { ...leadsTo(`link:${pair.id}:cut`, 'links', IconCut, both('cutLink', params), path, ways), note },
    { ...leadsTo(`link:${pair.id}:throttle`, 'links', IconThrottle, both('throttleLink', params), path, ways), note },
  ]
}

function faultNote(fault: FaultView): TextPair {
  if (fault.kind === 'delay' && fault.ms !== null) return both('healedDelay', { ms: fault.ms })
  if (fault.kind === 'throttle' && fault.kbps !== null) return both('healedThrottle', { kbps: fault.kbps })
  return both('healedCut')
}

function lifecycleItems({ cluster, clusters, nodes, faults }: PaletteSubject, ways: PaletteWays): PaletteItem[] {
  const items: PaletteItem[] = []
  const isOurs = cluster?.kind === 'lab'
  if (cluster !== undefined && faults.length > 0) {
    const name = cluster.name
    items.push({
      id: 'cluster:heal',
      group: 'cluster',
      icon: IconHeal,
      title: both('healAll', { cluster: name }),
      run: () => lab.call('links.healAll', { cluster: name }),
    })
  }
  if (cluster !== undefined && isOurs && nodes.some((node) => node.state !== 'running')) {
    items.push({
      id: 'cluster:start',
      group: 'cluster',
      icon: IconPlay,
      title: both('startCluster', { cluster: cluster.name }),
      command: `mqlab up ${cluster.topology} --name ${cluster.name}`,
      run: () => lab.call('clusters.start', { cluster: cluster.name }),
    })
  }
  if (cluster !== undefined && isOurs && nodes.some((node) => node.state === 'running')) {
    items.push({
      id: 'cluster:stop',
      group: 'cluster',
      icon: IconStop,
      title: both('stopCluster', { cluster: cluster.name }),
      note: both('keepsData'),
      command: `mqlab down --name ${cluster.name}`,
      run: () => lab.call('clusters.stop', { cluster: cluster.name }),
    })
  }
  for (const each of clusters) {
    const title = both('openCluster', { cluster: each.name })
    items.push(leadsTo(`cluster:${each.name}`, 'cluster', IconGrid, title, clusterPath(each.name, 'topology'), ways))
  }
  return items
}

const SCREENS: readonly (readonly [screen: ClusterScreen, icon: Icon, text: TextKey])[] = [
  ['topology', IconGraph, 'screenTopology'],
  ['replication', IconLag, 'screenReplication'],
  ['logs', IconLog, 'screenLogs'],
  ['send', IconSend, 'screenSend'],
  ['receive', IconReceive, 'screenReceive'],
  ['runs', IconSum, 'screenRuns'],
  ['messages', IconMessage, 'screenMessages'],
  ['topics', IconTopic, 'screenTopics'],
  ['groups', IconGroup, 'screenGroups'],
  ['clients', IconClient, 'screenClients'],
  ['config', IconSliders, 'screenConfig'],
  ['mqadmin', IconTerminal, 'screenMqadmin'],
]

function screenItems(cluster: string | undefined, ways: PaletteWays): PaletteItem[] {
  const own =
    cluster === undefined
      ? []
      : SCREENS.map(([screen, icon, text]) => ({
          ...leadsTo(`screen:${screen}`, 'screens', icon, both(text), clusterPath(cluster, screen), ways),
          keys: keysOfScreen(screen),
        }))
  return [
    ...own,
    {
      ...leadsTo('screen:clusters', 'screens', IconGrid, both('screenClusters'), CLUSTERS_PATH, ways),
      keys: keysOfScreen('clusters'),
    },
    leadsTo('screen:new', 'screens', IconPlus, both('screenNew'), NEW_CLUSTER_PATH, ways),
  ]
}

function resourceItems(cluster: string, subject: PaletteSubject, ways: PaletteWays): PaletteItem[] {
  return [
    ...subject.topics.map((topic) =>
      leadsTo(`topic:${topic}`, 'topics', IconTopic, same(topic), clusterPath(cluster, 'topics', {}, topic), ways),
    ),
    ...subject.groups.map((group) =>
      leadsTo(`group:${group}`, 'groups', IconGroup, same(group), clusterPath(cluster, 'groups', {}, group), ways),
    ),
    ...subject.commands.map((command) => ({
      ...leadsTo(
        `mqadmin:${command.name}`,
        'mqadmin',
        IconTerminal,
        same(command.name),
        clusterPath(cluster, 'mqadmin', { line: command.name }),
        ways,
      ),
      note: command.help,
      command: `mqadmin ${command.name}`,
    })),
    ...subject.properties.map(({ key, meaning }) => ({
      ...leadsTo(
        `property:${key}`,
        'properties',
        IconSliders,
        same(key),
        configPath(cluster, 'edit', undefined, { filter: 'all', q: key, key }),
        ways,
      ),
      note: meaning,
    })),
  ]
}

function windowItems(ways: PaletteWays): PaletteItem[] {
  const { setLanguage, setTheme } = useSettings.getState()
  const item = (id: string, icon: Icon, title: TextKey, run: () => void): PaletteItem => ({
    id: `window:${id}`,
    group: 'window',
    icon,
    title: both(title),
    run,
  })
  return [
    item('light', IconSun, 'themeLight', () => setTheme('light')),
    item('dark', IconMoon, 'themeDark', () => setTheme('dark')),
    {
      ...item('en', IconKeyboard, 'toEnglish', () => setLanguage('en')),
      note: both('languageNote'),
      aliases: 'yingwen',
    },
    {
      ...item('zh', IconKeyboard, 'toChinese', () => setLanguage('zh')),
      note: both('languageNote'),
      aliases: 'chinese',
    },
    { ...item('keys', IconKeyboard, 'keys', ways.showKeys), keys: '?' },
  ]
}

function leadsTo(id: string, group: string, icon: Icon, title: TextPair, path: string, ways: PaletteWays): PaletteItem {
  return { id, group, icon, title, run: () => ways.go(path) }
}

function both(key: TextKey, params: Readonly<Record<string, TextParam>> = {}): TextPair {
  const text: TextPair = paletteItems.texts[key]
  return { en: fillText(text.en, params), zh: fillText(text.zh, params) }
}

function same(name: string): TextPair {
  return { en: name, zh: name }
}
