/** Rules about access control and encryption of one broker. */
import { say } from '../finding.ts'
import { choice, hitAt, hitIf, type FileRule } from './rule.ts'

const LOCAL_PROVIDER = 'org.apache.rocketmq.auth.authentication.provider.LocalAuthenticationMetadataProvider'

export const SECURITY_RULES: readonly FileRule[] = [
  {
    id: 'acl-old-switch',
    severity: 'error',
    check: (view) =>
      hitIf(view.flag('aclEnable'), () =>
        choice(
          hitAt(
            view,
            'aclEnable',
            say(
              'aclEnable=true protects nothing in 5.3.3: nobody reads the key, every request is accepted',
              'aclEnable=true 在 5.3.3 中没有任何保护作用：该键不再被读取，所有请求都会通过',
            ),
            say(
              'use authenticationEnabled and authorizationEnabled with their metadata providers',
              '改用 authenticationEnabled 与 authorizationEnabled 及其元数据提供者',
            ),
            [{ kind: 'remove', key: 'aclEnable' }],
          ),
        ),
      ),
  },
  {
    id: 'authz-without-authn',
    severity: 'warning',
    check: (view) =>
      hitIf(view.flag('authorizationEnabled') && !view.flag('authenticationEnabled'), () =>
        hitAt(
          view,
          'authorizationEnabled',
          say(
            'rights are checked for users nobody has verified: authorizationEnabled is on, authenticationEnabled is not',
            '会对未经验证的用户检查权限：开启了 authorizationEnabled，却没有开启 authenticationEnabled',
          ),
          say('set authenticationEnabled=true too', '同时设置 authenticationEnabled=true'),
        ),
      ),
  },
  {
    id: 'auth-provider-missing',
    severity: 'error',
    check: (view) =>
      hitIf(view.flag('authenticationEnabled') && view.text('authenticationMetadataProvider') === '', () =>
        choice(
          hitAt(
            view,
            'authenticationEnabled',
            say(
              'authenticationEnabled=true without authenticationMetadataProvider: every request fails with "not configured"',
              'authenticationEnabled=true 但没有 authenticationMetadataProvider：所有请求都会以 "not configured" 失败',
            ),
            say(
              'name a provider class, such as the LocalAuthenticationMetadataProvider of RocketMQ',
              '指定提供者类，例如 RocketMQ 的 LocalAuthenticationMetadataProvider',
            ),
            [{ kind: 'set', key: 'authenticationMetadataProvider', value: LOCAL_PROVIDER }],
            say('Use the local one', '使用本地提供者'),
          ),
        ),
      ),
  },
  {
    id: 'tls-key-in-file',
    severity: 'error',
    program: 'any',
    check: (view) =>
      [...view.binding.ignored.values()]
        .filter(({ entry }) => entry.key.startsWith('tls.'))
        .map(({ entry }) =>
          choice(
            hitAt(
              view,
              entry.key,
              say(
                `${entry.key} is a system property of the JVM: in this file it encrypts nothing`,
                `${entry.key} 是 JVM 系统属性：写在此文件中不会加密任何连接`,
              ),
              say(`pass -D${entry.key}=... in JAVA_OPT_EXT`, `在 JAVA_OPT_EXT 中传入 -D${entry.key}=...`),
              [{ kind: 'remove', key: entry.key }],
            ),
          ),
        ),
  },
]
