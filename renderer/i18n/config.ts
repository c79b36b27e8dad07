/** Words of the configuration that all its views share: the header, its views, the sentences about edits and problems. */
import { defineTexts } from './define-texts.ts'

export const configTexts = defineTexts('config', {
  title: { en: 'Configuration', zh: '配置' },
  views: { en: 'Views of the configuration', zh: '配置视图' },
  edit: { en: 'Edit', zh: '编辑' },
  matrix: { en: 'Matrix', zh: '矩阵' },
  plan: { en: 'Plan', zh: '计划' },
  versions: { en: 'Versions', zh: '历史' },
  errors: { en: '{n} {n|error|errors}', zh: '{n} 个错误' },
  warnings: { en: '{n} {n|warning|warnings}', zh: '{n} 个警告' },
  hints: { en: '{n} {n|hint|hints}', zh: '{n} 条提示' },
  planApply: { en: 'Plan apply…', zh: '制定计划…' },
  planBlocked: {
    en: '{n} {n|error|errors} must go first: a node with such a file would not run as the file says.',
    zh: '需先解决 {n} 个错误：带有错误的文件，节点不会按其运行。',
  },
  planUnknown: { en: 'The files are not read yet.', zh: '文件尚未读取。' },
  theFiles: { en: 'the property files', zh: '配置文件' },
  theView: { en: 'this view', zh: '此视图' },
  notRead: { en: 'The configuration of {cluster} was not read', zh: '未能读取 {cluster} 的配置' },

  answerClean: {
    en: '{files} {files|file|files}, nothing edited, no problem found.',
    zh: '{files} 个文件，没有修改，未发现问题。',
  },
  answerNothing: { en: '{files} {files|file|files}, nothing edited.', zh: '{files} 个文件，没有修改。' },
  answerOne: { en: '{name}: {word} {n|edit|edits}, not applied.', zh: '{name}：{word}处修改尚未应用。' },
  answerMany: {
    en: '{files} files: {word} {n|edit|edits}, not applied.',
    zh: '{files} 个文件：{word}处修改尚未应用。',
  },
  answerErrors: {
    en: '{Word} {n|error|errors} must go first.',
    zh: '需先解决{word}个错误。',
  },
  answerErrorsNow: { en: '{Word} {n|error|errors} in the files as they are.', zh: '现有文件中有{word}个错误。' },
  answerWarnings: { en: '{Word} {n|warning|warnings}, no error.', zh: '{word}个警告，没有错误。' },
  answerOvertaken: {
    en: '{names} changed on disk since editing began.',
    zh: '{names} 在编辑期间被改写。',
  },
})
