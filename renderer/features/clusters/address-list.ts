/** Addresses of name servers as people type them: `host:port;host:port`. */

const ADDRESSES = /^\s*[^\s:;]+:\d{1,5}(\s*;\s*[^\s:;]+:\d{1,5})*\s*;?\s*$/

export const ADDRESSES_EXAMPLE = '192.168.1.161:9876;192.168.1.162:9876'
export const ADDRESSES_CHARS_MAX = 4096

export function isAddressList(text: string): boolean {
  return ADDRESSES.test(text)
}
