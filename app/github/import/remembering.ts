import type { Person } from '../../projects/person.ts'
import type { ActPorts } from '../acts/ground.ts'

/** The same ports, but that who and what was looked up once in a slice is not asked for again. */
export function remembering(ports: ActPorts): ActPorts {
  const { directory } = ports
  const people = new Map<string, Promise<Person | undefined>>()
  const projects = new Map<string, ReturnType<ActPorts['directory']['project']>>()
  const writers = new Map<string, Promise<boolean>>()
  const repositories = new Map<number, ReturnType<ActPorts['directory']['repository']>>()
  return {
    ...ports,
    mayWrite: (access) => once(writers, `${access.fullName} ${access.login}`, () => ports.mayWrite(access)),
    logins: {
      async link(wanted) {
        const linked = await ports.logins.link(wanted)
        // Whoever was nobody a moment ago is somebody now.
        people.clear()
        return linked
      },
    },
    directory: {
      ...directory,
      personByLogin: (workspace, login, id) =>
        once(people, `${workspace} ${login} ${id}`, () => directory.personByLogin(workspace, login, id)),
      project: (workspace, key) => once(projects, `${workspace} ${key}`, () => directory.project(workspace, key)),
      repository: (id) => once(repositories, id, () => directory.repository(id)),
    },
  }
}

function once<K, V>(known: Map<K, V>, key: K, ask: () => V): V {
  const found = known.get(key)
  if (found !== undefined) return found
  const asked = ask()
  known.set(key, asked)
  return asked
}
