/** Which program a property file is for, when nobody says: from its name, else from its keys. */

/** A name server's file is called so, or has keys only a name server reads. */
export function programOfFile(path: string, text: string): 'broker' | 'namesrv' {
  const name = path.split(/[/\\]/).at(-1) ?? ''
  if (/name?srv|name-?server/i.test(name)) return 'namesrv'
  const isNamesrv = /^[ \t]*(?:kvConfigPath|scanNotActiveBrokerInterval|deleteTopicWithBrokerRegistration)[ \t]*[=:]/m
  const isBroker = /^[ \t]*broker(?:Name|ClusterName|Id|Role)[ \t]*[=:]/m
  return isNamesrv.test(text) && !isBroker.test(text) ? 'namesrv' : 'broker'
}
