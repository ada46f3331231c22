// node node.cjs TOOL ROUNDS: reads {url, html} lines, writes {answers, cpuSeconds}, of each page
// the least CPU of some rounds. The tools are found by NODE_PATH.
const makers = {
  metascraper: () => {
    const rule = (name) => require(`metascraper-${name}`)()
    const scrape = require('metascraper')(
      ['author', 'date', 'description', 'image', 'lang', 'publisher', 'title', 'url'].map(rule)
    )
    return async ({ url, html }) => {
      const found = await scrape({ url, html, validateUrl: false })
      return {
        title: found.title,
        excerpt: found.description,
        publishedDateTime: found.date,
        site_name: found.publisher,
        image: found.image,
        authors: found.author,
        canonical: found.url,
        lang: found.lang
      }
    }
  },
  readability: () => {
    const { JSDOM, VirtualConsole } = require('jsdom')
    const { Readability } = require('@mozilla/readability')
    const virtualConsole = new VirtualConsole() // what it says of style sheets is not listened to
    return async ({ url, html }) => {
      const { window } = new JSDOM(html, { url, virtualConsole })
      const found = new Readability(window.document).parse() || {}
      window.close()
      return {
        title: found.title,
        excerpt: found.excerpt,
        publishedDateTime: found.publishedTime,
        site_name: found.siteName,
        authors: found.byline,
        lang: found.lang
      }
    }
  }
}

const main = async () => {
  const read = makers[process.argv[2]]()
  const rounds = Number(process.argv[3])
  const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(Boolean)
  const answers = []
  const least = lines.map(() => Infinity)
  for (let round = 0; round < rounds; round++) {
    for (const [index, line] of lines.entries()) {
      const page = JSON.parse(line)
      const before = process.cpuUsage()
      answers[index] = await read(page).catch(() => ({}))
      const { user, system } = process.cpuUsage(before)
      least[index] = Math.min(least[index], user + system)
      await new Promise(setImmediate) // lets go of closed windows
    }
  }
  const microseconds = least.reduce((sum, next) => sum + next, 0)
  process.stdout.write(JSON.stringify({ answers, cpuSeconds: microseconds / 1e6 }))
}
main()
