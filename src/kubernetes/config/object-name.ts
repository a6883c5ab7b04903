/** The form of an object's name in a configuration: `Kind name` or `Kind namespace/name`. */
export const OBJECT_NAME = /^[A-Z][A-Za-z0-9]* ([^\s/]+\/)?[^\s/]+$/;
