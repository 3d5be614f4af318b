/** A name that every object has by itself: columns and attributes with this name get lost in objects, and so in JSON. It is refused. */
export const lostName = '__proto__';
