import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';

interface ButtonProps extends Omit<ButtonHTMLAttributes, 'size'> {
  kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  size?: 'normal' | 'small' | 'icon';
  children?: ComponentChildren;
}

/** A button. A link to another page is `<a class="button" href="…">`. */
export function Button({ kind = 'plain', size = 'normal', class: extra, ...rest }: ButtonProps) {
  const classes = [
    'button',
    kind !== 'plain' && `button-${kind}`,
    size !== 'normal' && `button-${size}`,
    extra,
  ];
  return <button type="button" {...rest} class={classes.filter(Boolean).join(' ')} />;
}
