import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { pageHtml } from './page-html.ts'
import type { Scene } from './scenes.ts'
import { smallPng } from './small-png.ts'

/** Where systems put a Chromium that somebody installed. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** A Chromium on this machine; `wanted` names another place to look first. */
export function chromiumAt(wanted: string | undefined): string | undefined {
  return [...(wanted === undefined ? [] : [wanted]), ...PLACES].find((place) => existsSync(place))
}

/** Takes a picture of each scene into a folder. */
export async function shoot(scenes: readonly Scene[], program: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const browser = await chromium.launch({
    executablePath: program,
    args: ['--no-sandbox', '--disable-lcd-text'],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 640, height: 400 }, javaScriptEnabled: false })
    for (const scene of scenes) {
      await page.setContent(pageHtml(scene, await scene.beside?.()))
      writeFileSync(join(folder, `${scene.name}.png`), smallPng(await page.locator('#scene').screenshot()))
    }
  } finally {
    await browser.close()
  }
}
