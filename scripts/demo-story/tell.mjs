let step = 0;

/** One step of the story, with links to what came of it. */
export function told(what, ...links) {
  step += 1;
  console.log(`\n${String(step).padStart(2)}. ${what}`);
  for (const link of links) console.log(`    ${link}`);
}
