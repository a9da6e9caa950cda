/** A longer line is no line but something else: nothing of ours or of others comes near it. Characters. */
export const longestLine = 16 * 1024 * 1024;

/**
 * Lines of a text that comes in pieces, ended by LF alone: a CR before it stays with the line, and the line separators of
 * Unicode may stand within the strings of JSON. Unlike `node:readline` it gives up a line without end before memory does.
 *
 * @returns lines without their LF, at most `longestLine` + 1 characters of each: memory is bounded by that
 */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let [rest, isOpen] = ['', false];
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      yield `${rest}${piece.slice(from, end)}`.slice(0, longestLine + 1);
      [rest, isOpen, from] = ['', false, end + 1];
    }
    if (from === piece.length) continue;
    isOpen = true;
    if (rest.length <= longestLine) rest = `${rest}${piece.slice(from)}`;
  }
  if (isOpen) yield rest.slice(0, longestLine + 1);
}
