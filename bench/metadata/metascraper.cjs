// Reads {url, html} lines, writes {answers, cpuSeconds}. Needs metascraper and its rules, found by NODE_PATH.
const rule = (name) => require(`metascraper-${name}`)()
const scrape = require('metascraper')(
  ['author', 'date', 'description', 'image', 'lang', 'publisher', 'title', 'url'].map(rule)
)
const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))

const main = async () => {
  const answers = []
  const before = process.cpuUsage()
  for (const { url, html } of lines) {
    const found = await scrape({ url, html, validateUrl: false }).catch(() => ({}))
    answers.push({
      title: found.title,
      excerpt: found.description,
      publishedDateTime: found.date,
      site_name: found.publisher,
      image: found.image,
      authors: found.author,
      canonical: found.url,
      lang: found.lang
    })
  }
  const used = process.cpuUsage(before)
  process.stdout.write(JSON.stringify({ answers, cpuSeconds: (used.user + used.system) / 1e6 }))
}
main()
