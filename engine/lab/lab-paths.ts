/** Where things lie under the lab's home. Paths use `/` on every system. */

export interface NodePaths {
  readonly folder: string
  /** The properties file the node is started with. */
  readonly configFile: string
  readonly storeFolder: string
  readonly logFolder: string
  /** stdout and stderr. */
  readonly outputFile: string
  /** Pid, start token and last known state. */
  readonly recordFile: string
}

export interface LabPaths {
  readonly home: string
  readonly clustersFolder: string
  clusterFolder(cluster: string): string
  clusterFile(cluster: string): string
  node(cluster: string, node: string): NodePaths
}

export function labPaths(home: string): LabPaths {
  const clustersFolder = `${home}/clusters`
  const clusterFolder = (cluster: string): string => `${clustersFolder}/${cluster}`
  return {
    home,
    clustersFolder,
    clusterFolder,
    clusterFile: (cluster) => `${clusterFolder(cluster)}/cluster.json`,
    node: (cluster, node) => {
      const folder = `${clusterFolder(cluster)}/nodes/${node}`
      return {
        folder,
        configFile: `${folder}/conf/${node}.properties`,
        storeFolder: `${folder}/store`,
        logFolder: `${folder}/logs`,
        outputFile: `${folder}/logs/console.log`,
        recordFile: `${folder}/node.json`,
      }
    },
  }
}
