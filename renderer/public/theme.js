/* First script of the page, before any style: theme and language of the root element (no flash of the wrong one), and the
   default Trusted Types policy, which lets no markup through and no script of another origin. Keys as in stores/settings.ts. */
;(function () {
  var root = document.documentElement
  function stored(key) {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  var theme = stored('mqlab.theme')
  if (theme !== 'light' && theme !== 'dark')
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  root.dataset.theme = theme
  root.dataset.mantineColorScheme = theme
  var language = stored('mqlab.language')
  if (language !== 'en' && language !== 'zh') language = /^zh/i.test(navigator.language) ? 'zh' : 'en'
  root.lang = language === 'zh' ? 'zh-CN' : 'en'
  if (window.trustedTypes && window.trustedTypes.createPolicy) {
    window.trustedTypes.createPolicy('default', {
      createHTML: function (text) {
        if (text.indexOf('<') >= 0) throw new TypeError('The window puts no markup into the page as text.')
        return text
      },
      createScriptURL: function (url) {
        if (new URL(url, location.origin).origin !== location.origin)
          throw new TypeError('A script of another origin: ' + url)
        return url
      },
    })
  }
})()
