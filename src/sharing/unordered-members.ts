interface Place<Member> {
  member: Member;
  at: number;
}

/** Members that come and go with each call, in no order. For these a Set of V8 is no good: when it makes room, its old
 *  table keeps the members and refers to the new table. Once a table has become old, all later ones do, so each member,
 *  and all that it refers to, lives until the next collection of the whole heap, and brings it nearer. */
export class UnorderedMembers<Member> {
  #places: Place<Member>[] = [];

  /** @returns what takes the member out again */
  add(member: Member): () => void {
    const place = { member, at: this.#places.length };
    this.#places.push(place);
    return () => this.#remove(place);
  }

  /** Takes all members out. */
  drain(): Member[] {
    const places = this.#places;
    this.#places = [];
    return places.map(({ member }) => member);
  }

  #remove(place: Place<Member>): void {
    if (this.#places[place.at] !== place) return;
    const last = this.#places.pop()!;
    if (last === place) return;
    last.at = place.at;
    this.#places[place.at] = last;
  }
}
