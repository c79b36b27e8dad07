/** Which addresses may leave the window for the system's browser: documentation, over https, nothing else. */
const HOSTS: readonly string[] = ['rocketmq.apache.org', 'github.com', 'nodejs.org']

export function isExternalLink(url: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(url)
    return protocol === 'https:' && username === '' && password === '' && HOSTS.includes(hostname)
  } catch {
    return false
  }
}
