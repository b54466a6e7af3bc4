// Runs the solver of good-enough-golfers (given as a folder) until a plan has no repeat, or the processor time is over.
// usage: node peer.js FOLDER GROUPS SIZE ROUNDS SECONDS -> one line of JSON {runs, seconds, repeats}
const fs = require('fs')
const path = require('path')

const [folder, groups, size, rounds, limit] = process.argv.slice(2)

// The four functions of lodash that the solver calls, so that no package has to be fetched.
const _ = {
  range: (start, end) => (end === undefined ? [...Array(start).keys()] : Array.from({length: end - start}, (x, i) => start + i)),
  sortBy: (list, key) => list.map(item => [key(item), item]).sort((a, b) => a[0] - b[0]).map(pair => pair[1]),
  shuffle: list => {
    const copy = list.slice()
    for (let i = copy.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1))
      const kept = copy[i]
      copy[i] = copy[j]
      copy[j] = kept
    }
    return copy
  },
}

// A plain function, as a page would run it: lookups in a vm context would slow it down.
const source = fs.readFileSync(path.join(folder, 'lib', 'geneticSolver.js'), 'utf8')
const geneticSolver = new Function('_', source + '\nreturn geneticSolver')(_)

// Processor time of this process, so that other work on the machine counts for nobody.
const seconds = () => {
  const used = process.cpuUsage()
  return (used.user + used.system) / 1e6
}
let best = Infinity
let runs = 0
while (best > 0 && seconds() < Number(limit)) {
  let last
  geneticSolver(Number(groups), Number(size), Number(rounds), false, [], [], result => { last = result })
  runs += 1
  const met = new Map()
  let repeats = 0
  for (const round of last.rounds) {
    for (const group of round) {
      for (let i = 0; i < group.length; i++) {
        for (let j = i + 1; j < group.length; j++) {
          const pair = Math.min(group[i], group[j]) + '-' + Math.max(group[i], group[j])
          if (met.has(pair)) repeats += 1
          met.set(pair, true)
        }
      }
    }
  }
  best = Math.min(best, repeats)
}
console.log(JSON.stringify({runs, seconds: seconds(), repeats: best}))
