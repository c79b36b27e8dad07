/** Whether a cluster may be changed from here, and what has to be said before. */
import type { TextPair } from '../i18n/define-texts.ts'
import { useCluster } from './lab.ts'

export interface WritePermission {
  readonly isAllowed: boolean
  /** Why not. */
  readonly reason: TextPair | undefined
  /** For the dialog of every change on a cluster that is not ours. */
  readonly warning: TextPair | undefined
}

/** Own clusters: yes. Attached ones: when the user allowed it, and then every change asks. */
export function useWritePermission(cluster: string): WritePermission {
  const head = useCluster(cluster)
  if (head?.kind !== 'attached') return { isAllowed: true, reason: undefined, warning: undefined }
  if (!head.isWritable) {
    return {
      isAllowed: false,
      reason: {
        en: `${cluster} is attached for reading only. Allow changes on its card first.`,
        zh: `${cluster} 以只读方式接入。请先在它的卡片上允许修改。`,
      },
      warning: undefined,
    }
  }
  return {
    isAllowed: true,
    reason: undefined,
    warning: {
      en: `${cluster} is not ours: it is attached by ${head.namesrvAddr}. The change holds for everybody who uses it.`,
      zh: `${cluster} 不归实验室管理，经 ${head.namesrvAddr} 接入。更改对所有使用者生效。`,
    },
  }
}
