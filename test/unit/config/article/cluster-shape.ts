/** A cluster as its fixture in test/fixtures/seeds describes it, and the same of what an article was read into. */
import type { ArticleCluster } from '../../../../engine/config/article/article.ts'
import { parseProperties, propertyEntries } from '../../../../engine/config/properties-text.ts'
import { seedDescription, seedText } from '../../../fixtures/seed-files.ts'

export interface ClusterShape {
  readonly hosts: readonly { readonly name: string; readonly addresses: readonly string[] }[]
  readonly nameServers: readonly string[]
  readonly brokers: readonly {
    readonly host: string
    readonly node: string
    readonly settings: readonly (readonly string[])[]
  }[]
}

/** Each broker's settings on its machine, the machines, the name servers. */
export function shapeOf(cluster: ArticleCluster): ClusterShape {
  const { hosts, files } = cluster.topology
  const addressOf = (name: string): string => hosts.find((host) => host.name === name)?.addresses[0] ?? name
  return {
    hosts: hosts.map(({ name, addresses }) => ({ name, addresses })),
    nameServers: files
      .filter(({ program }) => program === 'namesrv')
      .map(({ host, text }) => `${addressOf(host)}:${/listenPort=(\d+)/.exec(text)?.[1] ?? ''}`)
      .sort(),
    brokers: files
      .filter(({ program }) => program === 'broker')
      .map(({ host, node, text }) => ({ host, node: node.replace(/-2$/, ''), settings: settings(text) })),
  }
}

export function shapeOfFixture(folder: string): ClusterShape {
  const cluster = seedDescription(folder)
  const nameOf = (host: string): string => cluster.hosts.find(({ folder: place }) => place === host)?.name ?? ''
  return {
    hosts: cluster.hosts.map(({ name, addresses }) => ({ name, addresses })),
    nameServers: cluster.nameServers
      .map((server) => {
        const [host = '', port = ''] = server.split(':')
        return `${cluster.hostNames?.[host] ?? host}:${port}`
      })
      .sort(),
    brokers: cluster.brokers.map(({ file, host }) => ({
      host: nameOf(host),
      node: file.slice(file.indexOf('/') + 1).replace('.properties', ''),
      settings: settings(seedText(`${folder}/${file}`, 'utf8')),
    })),
  }
}

function settings(text: string): [string, string][] {
  return propertyEntries(parseProperties(text)).map(({ key, value }) => [key, value])
}
