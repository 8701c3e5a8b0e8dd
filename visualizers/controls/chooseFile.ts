/** Asks for a file with the browser's own dialog; undefined when the person closes it. */
export async function chooseFile(accept: string): Promise<File | undefined> {
  const [file] = await choose(accept, false);
  return file;
}

/** Asks for any number of files; none when the person closes the dialog. */
export const chooseFiles = (accept: string): Promise<readonly File[]> => choose(accept, true);

function choose(accept: string, multiple: boolean): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = multiple;
    input.onchange = () => resolve([...(input.files ?? [])]);
    input.oncancel = () => resolve([]);
    input.click();
  });
}
