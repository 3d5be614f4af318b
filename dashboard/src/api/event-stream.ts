/** Reads a stream of server-sent events, which arrives in pieces. The function that is returned takes the next piece
 *  and gives the data of the events that end in it. Comments and other fields are left out, and so is an event that the
 *  stream breaks off. Source: HTML Standard, section 9.2.6, Interpreting an event stream. */
export function eventReader(): (piece: string) => string[] {
  let rest = '';
  let endsWithCr = false;
  let data: string[] = [];
  return (piece) => {
    // A line may end with CR, LF or both, and a piece between the two.
    const text = rest + (endsWithCr && piece.startsWith('\n') ? piece.slice(1) : piece);
    endsWithCr = piece === '' ? endsWithCr : piece.endsWith('\r');
    const lines = text.split(/\r\n|\r|\n/);
    rest = lines.pop() ?? '';
    const found: string[] = [];
    for (const line of lines) {
      if (line === 'data') data.push('');
      else if (line.startsWith('data:')) data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
      else if (line === '' && data.length > 0) {
        found.push(data.join('\n'));
        data = [];
      }
    }
    return found;
  };
}
