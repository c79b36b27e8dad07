/** The launcher's rules: lists, help, languages, name servers, exit codes and the one line of a failure. */
import { describe, expect, test } from 'vitest'
import { RequestCode } from '../../../engine/protocol/codes.ts'
import { NS, routesOf, ScriptedCluster } from './scripted-cluster.ts'

describe('help', () => {
  test('no word lists all commands in two columns', async () => {
    const { lines, exitCode } = await new ScriptedCluster().mqadmin([])
    expect(exitCode).toBe(0)
    expect(lines[0]).toBe('The most commonly used mqadmin commands are:')
    expect(lines).toContain('   topicRoute                          Examine topic route info.')
    expect(lines.slice(-2)).toEqual(['', "See 'mqadmin help <command>' for more information on a specific command."])
  })

  test('help of a command shows its usage and options', async () => {
    const { lines, exitCode } = await new ScriptedCluster().mqadmin(['help', 'TopicRoute'])
    expect(exitCode).toBe(0)
    expect(lines[0]).toBe('usage: mqadmin topicRoute [-h] [-l] [--lang <en|zh>] [-n <addr>] -t <name>')
    expect(lines).toContain(' -t,--topic <name>         topic')
  })

  test('-h and Chinese', async () => {
    const { stdout, exitCode } = await new ScriptedCluster().mqadmin(['topicRoute', '-h'], { language: 'zh' })
    expect(exitCode).toBe(0)
    expect(stdout).toContain('用法: mqadmin topicRoute')
    expect(stdout).toContain('查看主题的路由信息。')
  })

  test('an unknown command says so and fails', async () => {
    const result = await new ScriptedCluster().mqadmin(['nosuch', '-t', 'A'])
    expect(result.stdout).toBe('The sub command nosuch not exist.\n')
    expect(result.exitCode).toBe(1)
  })
})

describe('command lines that cannot be obeyed', () => {
  test('one line on stderr, then the usage', async () => {
    const { stderr, lines, exitCode } = await new ScriptedCluster().mqadmin(['topicRoute'])
    expect(stderr).toBe('Missing required option: t\n')
    expect(lines[0]).toContain('usage: mqadmin topicRoute')
    expect(exitCode).toBe(1)
  })

  test('no name server anywhere', async () => {
    const { stderr, exitCode } = await new ScriptedCluster().mqadmin(['topicList'], { namesrvAddr: '' })
    expect(stderr).toBe('mqadmin topicList failed: No name server address: give -n host:port or set NAMESRV_ADDR\n')
    expect(exitCode).toBe(1)
  })

  test('a number that is none, in Chinese', async () => {
    const result = await new ScriptedCluster().mqadmin(
      ['queryMsgByOffset', '-t', 'A', '-b', 'broker-a', '-i', 'x', '-o', '0'],
      { language: 'zh' },
    )
    expect(result.stderr).toBe('mqadmin queryMsgByOffset 失败:--queueId:"x" 不是整数\n')
  })
})

describe('failures', () => {
  const cluster = () => new ScriptedCluster({ [RequestCode.GET_ROUTEINFO_BY_TOPIC]: routesOf() })

  test('a refusal is one line with code and remark, exit code 1', async () => {
    const { stderr, stdout, exitCode } = await cluster().mqadmin(['topicRoute', '-t', 'NoSuch'])
    expect(stdout).toBe('')
    expect(stderr).toBe(
      'mqadmin topicRoute failed: CODE: 17  DESC: No topic route info in name server for the topic: NoSuch ' +
        '(the topic has no route)\n',
    )
    expect(exitCode).toBe(1)
  })

  test('the same in Chinese keeps the words that scripts look for', async () => {
    const { stderr } = await cluster().mqadmin(['topicRoute', '-t', 'NoSuch'], { language: 'zh' })
    expect(stderr).toMatch(/^mqadmin topicRoute 失败:CODE: 17 {2}DESC: No topic route info .*\(主题没有路由\)\n$/)
  })

  test('-n is stronger than the environment, --lang may stand anywhere', async () => {
    const scripted = cluster()
    const words = ['--lang', 'zh', 'topicRoute', '-t', 'NoSuch', '--lang=zh', '-n', NS]
    await scripted.mqadmin(words, { namesrvAddr: '10.0.0.9:1' })
    expect(scripted.calls).toEqual([`105 ${NS}`])
  })

  test('nobody listens at the name server', async () => {
    const { stderr, exitCode } = await cluster().mqadmin(['topicList', '-n', '10.0.0.1:1'])
    expect(stderr).toMatch(/^mqadmin topicList failed: .*10\.0\.0\.1:1/)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(exitCode).toBe(1)
  })

  test('an unknown cluster carries the mark that scripts look for', async () => {
    const { stderr, exitCode } = await new ScriptedCluster().mqadmin(['updateTopic', '-c', 'None', '-t', 'A'])
    expect(stderr).toContain('[error] Make sure the specified clusterName exists or the name server connected to')
    expect(exitCode).toBe(1)
  })
})
